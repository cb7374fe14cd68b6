import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface BuiltFile {
  type: string;
  bytes: Buffer;
  /** Null where packing gains nothing. */
  gzip: Buffer | null;
  /** Its name has the hash of what is in it: it never changes. */
  immutable: boolean;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * The files of the build by their path, with `/` between folders; empty where nothing was built. They are few and small (below 2 MB)
 * and stay in memory, packed once: no request touches the disk, and no path can leave the folder.
 */
export function builtFiles(folder: string): Map<string, BuiltFile> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const path = relative(folder, file).split(sep).join('/');
      return [path, read(file, path)];
    }),
  );
}

function read(file: string, path: string): BuiltFile {
  const bytes = readFileSync(file);
  const gzip = gzipSync(bytes, { level: 9 });
  return {
    type: TYPES[extname(file)] ?? 'application/octet-stream',
    bytes,
    gzip: gzip.length < bytes.length ? gzip : null,
    immutable: path.startsWith('assets/'),
  };
}
