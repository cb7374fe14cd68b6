import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, ending with a slash; the same from `src/platform` (tests) and from `dist/platform`. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The product's version, from package.json. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(`${PACKAGE_ROOT}package.json`, 'utf8')) as { version: string };
  return version;
}
