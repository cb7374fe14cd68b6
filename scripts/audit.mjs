// npm run audit: asks the package registry for known holes in what is shipped, and for the signatures of all packages.
// Ends with 1 when there is a hole of high severity or a wrong signature. A registry that is away, or offers no audit, is said and is
// no failure: it says nothing about the packages.
import { spawnSync } from 'node:child_process';
import { ROOT } from './build-if-stale.mjs';

const LIMIT_MS = 120_000;
/** Also below `npm run --silent`, which would leave a registry that is away looking like a finding. */
const LOUD = '--loglevel=error';
const NOT_OFFERED =
  /ENOAUDIT|EAUDITNOPJSON|E404|E405|E501|404 Not Found|endpoint|not implemented|no signature keys|no dependencies to audit/i;
const NO_NETWORK = /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|network|timeout/i;

const outcomes = [
  ask('known holes', ['audit', '--omit=dev', '--audit-level=high']),
  ask('signatures', ['audit', 'signatures']),
];
process.exitCode = outcomes.every(Boolean) ? 0 : 1;

/** False for a finding. */
function ask(what, args) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const {
    status,
    stdout = '',
    stderr = '',
    error,
  } = spawnSync(npm, [...args, LOUD], {
    ...{ cwd: ROOT, encoding: 'utf8', timeout: LIMIT_MS, shell: process.platform === 'win32' },
  });
  const said = `${stdout}\n${stderr}`.trim();
  if (status === 0) return tell(what, `fine\n${said}`);
  if (error || NO_NETWORK.test(said)) return tell(what, 'not checked: the registry can not be reached');
  if (NOT_OFFERED.test(said)) return tell(what, 'not checked: this registry does not offer it');
  tell(what, `FOUND\n${said}`);
  return false;
}

function tell(what, outcome) {
  process.stdout.write(`${what}: ${outcome}\n`);
  return true;
}
