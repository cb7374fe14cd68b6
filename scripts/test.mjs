// npm test [project ...] [jest options]: runs the named jest projects, all of them by default, and ends with one line of counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale, fail, requireNodeAndPackages, ROOT } from './build-if-stale.mjs';

requireNodeAndPackages();
const { default: jestConfig } = await import('../jest.config.mjs');
const known = jestConfig.projects.map((project) => project.displayName);
// These start the built product as programs.
const needBuild = ['platform', 'e2e', 'browser', 'docs', 'faults', 'soak'];

const args = process.argv.slice(2);
const named = args.filter((arg) => known.includes(arg));
const options = args.filter((arg) => !known.includes(arg));
const projects = named.length > 0 ? named : known;
if (projects.some((project) => needBuild.includes(project))) buildIfStale();

const results = runJest();
const passed = results?.numPassedTests ?? 0;
// A file that could not even be loaded has no tests to count.
const failed = (results?.numFailedTests ?? 0) + (results?.numRuntimeErrorTestSuites ?? 1);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 || !results?.success ? 1 : 0;

function runJest() {
  const folder = mkdtempSync(join(tmpdir(), 'wagate-test-'));
  const outputFile = join(folder, 'results.json');
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const report = ['--json', '--outputFile', outputFile];
  const run = ['--no-warnings=ExperimentalWarning', '--experimental-vm-modules', jest, ...report];
  try {
    const { error } = spawnSync(process.execPath, [...run, '--selectProjects', ...projects, ...withDashes(options)], {
      cwd: ROOT,
      // The report goes to standard output as well as to the file; people read standard error.
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (error) fail(`jest could not be started: ${error.message}`);
    return JSON.parse(readFileSync(outputFile, 'utf8'));
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `--selectProjects` takes all words that follow it; `--` ends them before the paths. */
function withDashes(rest) {
  const paths = rest.filter((arg) => !arg.startsWith('-'));
  const flags = rest.filter((arg) => arg.startsWith('-') && arg !== '--');
  return paths.length > 0 ? [...flags, '--', ...paths] : flags;
}
