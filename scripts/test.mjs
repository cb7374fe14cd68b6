// npm test [project ...] [jest options]: runs the named jest projects, all of them by default, and ends with one line of counts.
// Those that measure how soon something is noticed come last, by themselves.
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
const AGAINST_THE_CLOCK = ['faults', 'soak'];

const args = process.argv.slice(2);
const named = args.filter((arg) => known.includes(arg));
const options = args.filter((arg) => !known.includes(arg));
const projects = named.length > 0 ? named : known;
if (projects.some((project) => needBuild.includes(project))) buildIfStale();

const rounds = [
  projects.filter((project) => !AGAINST_THE_CLOCK.includes(project)),
  projects.filter((project) => AGAINST_THE_CLOCK.includes(project)),
].filter((round) => round.length > 0);
const results = rounds.map(runJest);
const sum = (count) => results.reduce((total, result) => total + count(result), 0);
const passed = sum((result) => result?.numPassedTests ?? 0);
// A file that could not even be loaded has no tests to count.
const failed = sum((result) => (result?.numFailedTests ?? 0) + (result?.numRuntimeErrorTestSuites ?? 1));
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 || results.some((result) => !result?.success) ? 1 : 0;

function runJest(round) {
  const folder = mkdtempSync(join(tmpdir(), 'wagate-test-'));
  const outputFile = join(folder, 'results.json');
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const report = ['--json', '--outputFile', outputFile];
  // A path may be in one round only.
  const perhaps = rounds.length > 1 ? ['--passWithNoTests'] : [];
  const run = ['--no-warnings=ExperimentalWarning', '--experimental-vm-modules', jest, ...report, ...perhaps];
  try {
    const { error } = spawnSync(process.execPath, [...run, '--selectProjects', ...round, ...withDashes(options)], {
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
