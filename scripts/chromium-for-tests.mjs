// A Chromium for tests of pages: from the PATH, else (Debian, as root) installed.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackage } from './debian-package.mjs';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where it is. Fails with what to do when there is none. */
export function chromiumForTests() {
  const found = onPath() ?? (installPackage('chromium') ? onPath() : undefined);
  if (!found) throw new Error(`These tests need ${PROGRAMS.join(' or ')} on the PATH (apt install chromium).`);
  return found;
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => PROGRAMS.map((name) => join(folder, name))).find((file) => existsSync(file));
}
