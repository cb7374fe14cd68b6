// ffmpeg for tests that need it: from the PATH, else (Debian, as root) installed.
import { spawnSync } from 'node:child_process';
import { installPackage } from './debian-package.mjs';

const LIMIT_MS = 30_000;
const OUTPUT_LIMIT_BYTES = 64 * 1024 * 1024;

export function ffmpegForTests() {
  if (isHere() || (installPackage('ffmpeg') && isHere())) return;
  throw new Error('These tests need ffmpeg on the PATH (apt install ffmpeg, brew install ffmpeg).');
}

/** What `ffmpeg` writes to its standard output; fails with its complaint. */
export function ffmpeg(...args) {
  const options = { timeout: LIMIT_MS, maxBuffer: OUTPUT_LIMIT_BYTES };
  const { status, stdout, stderr } = spawnSync('ffmpeg', ['-v', 'error', ...args, 'pipe:1'], options);
  if (status !== 0) throw new Error(`ffmpeg ended with ${status}: ${stderr}`);
  return stdout;
}

function isHere() {
  return ['ffmpeg', 'ffprobe'].every((program) => spawnSync(program, ['-version']).status === 0);
}
