import { readFileSync } from 'node:fs';

type Dependencies = Record<string, string>;
interface Manifest {
  dependencies: Dependencies;
  devDependencies: Dependencies;
  optionalDependencies: Dependencies;
  overrides: Record<string, string | Dependencies>;
}
interface Lock {
  packages: Record<
    string,
    { version: string; resolved?: string; integrity?: string; inBundle?: boolean; link?: boolean }
  >;
}

/** Those that WhatsApp's protocol is spoken with. Forks of them under other names have sent keys and messages to their makers. */
const JUDGED = ['@whiskeysockets/baileys', 'libsignal', 'whatsapp-rust-bridge'];
const LOOKS_ALIKE = /bail|whatsapp|libsignal/i;
const EXACT = /^\d+\.\d+\.\d+(-[\w.-]+)?$/;

const read = <T>(file: string) => JSON.parse(readFileSync(file, 'utf8')) as T;
const manifests = ['package.json', 'dashboard/package.json'].map((file) => read<Partial<Manifest>>(file));
const locked = Object.entries(read<Lock>('package-lock.json').packages).filter(([path]) => path !== '');

describe('what is installed', () => {
  it('has of all that is called like Baileys only what was judged', () => {
    const names = locked.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect([...new Set(names.filter((name) => LOOKS_ALIKE.test(name)))].sort()).toEqual(JUDGED);
  });

  it('is pinned exactly', () => {
    const all = manifests.flatMap((one) =>
      [one.dependencies, one.devDependencies, one.optionalDependencies].flatMap((some) => Object.entries(some ?? {})),
    );
    expect(all.filter(([, version]) => !EXACT.test(version))).toEqual([]);
    const overridden = manifests
      .flatMap(({ overrides = {} }) => Object.values(overrides))
      .flatMap((one) => (typeof one === 'string' ? [one] : Object.values(one)));
    expect(overridden.filter((version) => !EXACT.test(version) && !version.startsWith('$'))).toEqual([]);
  });

  it('has a version and a hash each', () => {
    // A workspace of ours stands at its own path, and as a link to it.
    const ours = locked
      .filter(([path, { link }]) => link !== true && !path.includes('node_modules/'))
      .map(([path]) => path);
    const loose = locked.filter(([path, { version, resolved = '', integrity, inBundle, link }]) => {
      if (ours.includes(path) || (link === true && ours.includes(resolved))) return false;
      return !(inBundle === true || integrity?.startsWith('sha512-')) || !EXACT.test(version.replace(/\+.*$/, ''));
    });
    expect(loose.map(([path]) => path)).toEqual([]);
  });
});
