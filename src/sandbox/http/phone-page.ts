import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BytesAnswer, Problem } from './route.js';

/** Where the build puts the page, seen from the sources as well as from the build. */
const FOLDER = new URL('../../../dist/phone/', import.meta.url);
const ASSET = /^\/phone\/(assets\/[A-Za-z0-9_-][A-Za-z0-9._-]*)$/;

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; " +
    "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'no-cache',
};
/** Their names change with what is in them. */
const ASSET_HEADERS = { 'cache-control': 'public, max-age=31536000, immutable' };

/** The phone in the browser, and what it is made of; undefined for paths that are not its. @throws Problem 404 */
export async function phonePage(pathname: string): Promise<BytesAnswer | undefined> {
  if (pathname === '/phone' || pathname === '/phone/') return answer('phone.html', PAGE_HEADERS);
  const asset = ASSET.exec(pathname)?.[1];
  return asset === undefined ? undefined : answer(asset, ASSET_HEADERS);
}

async function answer(file: string, headers: Record<string, string>): Promise<BytesAnswer> {
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  try {
    return new BytesAnswer(type, await readFile(fileURLToPath(new URL(file, FOLDER))), headers);
  } catch (error) {
    throw new Problem(404, 'Not found', `${file} of the phone is not there; npm run build makes it.`, { cause: error });
  }
}
