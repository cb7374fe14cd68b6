import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  changelogComplaints,
  documentComplaints,
  licenceComplaints,
  type Lock,
  lockComplaints,
  type Manifest,
  pinComplaints,
  productionPackages,
} from '../../scripts/release-rules.mjs';

const read = <T>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as T;
const RELEASED =
  '# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-01-15\n\n- new\n\n## [1.1.0] - 2026-01-01\n\n- old\n';

describe('A release', () => {
  it('has an entry in the changelog, with its day and what changed', () => {
    expect(changelogComplaints(RELEASED, '1.2.0')).toEqual([]);
    expect(changelogComplaints(RELEASED, '1.3.0')).toEqual(['CHANGELOG.md tells of 1.2.0, package.json of 1.3.0']);
    expect(changelogComplaints(RELEASED.replace(' - 2026-01-15', ''), '1.2.0')).toEqual([
      'CHANGELOG.md gives no day for 1.2.0',
    ]);
    expect(changelogComplaints(RELEASED.replace('- new\n', ''), '1.2.0')).toEqual([
      'CHANGELOG.md says nothing of 1.2.0',
    ]);
    expect(changelogComplaints(RELEASED, '1.2')).toEqual(['the version 1.2 is not one of Semantic Versioning']);
  });

  it('leaves nothing under "Unreleased"', () => {
    const open = RELEASED.replace('## [Unreleased]\n', '## [Unreleased]\n\n- more\n');
    expect(changelogComplaints(open, '1.2.0')).toEqual([expect.stringContaining('unreleased changes')]);
  });

  it('pins what it depends on, and its lock says the same', () => {
    const manifest = { version: '1.2.0', dependencies: { a: '1.0.0' } };
    expect(pinComplaints({ ...manifest, devDependencies: { b: '^2.0.0' } })).toEqual(['b is not pinned: ^2.0.0']);
    expect(lockComplaints(manifest, { packages: { '': manifest } })).toEqual([]);
    const older = { packages: { '': { version: '1.1.0', dependencies: { a: '0.9.0' } } } };
    expect(lockComplaints(manifest, older)).toEqual([
      'package-lock.json has other version than package.json: run npm install',
      'package-lock.json has other dependencies than package.json: run npm install',
    ]);
  });

  it('has no package in production whose licence nobody has judged', () => {
    const of = (name: string, licence: string) => ({ name, version: '1.0.0', licence });
    expect(licenceComplaints([of('a', 'MIT'), of('b', '(GPL-2.0 OR MIT)'), of('libsignal', 'GPL-3.0')])).toEqual([]);
    expect(licenceComplaints([of('c', 'GPL-3.0')])).toEqual(['c 1.0.0 has a licence that nobody has judged: GPL-3.0']);
    expect(licenceComplaints([of('d', 'MIT AND SSPL-1.0'), of('e', 'unknown')])).toHaveLength(2);
  });

  it('counts only what is installed in production', () => {
    const packages = {
      '': {},
      'node_modules/a': { version: '1.0.0', license: 'MIT' },
      'node_modules/b/node_modules/a': { version: '1.0.0', license: 'MIT' },
      'node_modules/c': { version: '1.0.0', license: 'GPL-3.0', dev: true },
    };
    expect(productionPackages({ packages })).toEqual([{ name: 'a', version: '1.0.0', licence: 'MIT' }]);
  });

  it('could be made of what lies here, as far as files tell', () => {
    const manifest = read<Manifest & { version: string }>('package.json');
    const lock = read<Lock>('package-lock.json');
    const files = ['openapi.json', 'openapi-worker.json'];
    const documents = Object.fromEntries(files.map((file) => [file, read<{ info: { version: string } }>(file)]));
    expect(documentComplaints(documents, manifest.version)).toEqual([]);
    expect([...pinComplaints(manifest), ...lockComplaints(manifest, lock)]).toEqual([]);
    expect(licenceComplaints(productionPackages(lock))).toEqual([]);
    const { stderr } = spawnSync(process.execPath, ['scripts/licences.mjs', '--check'], { encoding: 'utf8' });
    expect(stderr).toBe('');
  });
});
