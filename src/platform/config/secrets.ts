import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Both as they are written in the environment: `encryptionKey` is 32 bytes in base64. */
export interface KeptSecrets {
  jwtSecret: string;
  encryptionKey: string;
}

/**
 * The secrets of an installation that was given none: made at the first start, then read from `dataDir/secrets.json` (mode 0600).
 * Whoever loses the file loses every stored session, so it belongs into the same backup as the database. Blocks; throws when the
 * folder can not be written or the file is damaged.
 */
export function keptSecrets(dataDir: string): KeptSecrets {
  const file = join(dataDir, 'secrets.json');
  return read(file) ?? create(dataDir, file);
}

function read(file: string): KeptSecrets | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const kept = parse(text);
  if (!kept)
    throw new Error(`${file} is damaged: restore it from a backup; without it the stored sessions can not be read`);
  return kept;
}

function parse(text: string): KeptSecrets | null {
  try {
    const { jwtSecret, encryptionKey } = JSON.parse(text) as Partial<KeptSecrets>;
    return jwtSecret && encryptionKey ? { jwtSecret, encryptionKey } : null;
  } catch {
    return null;
  }
}

/** Written aside and linked into place: of two processes that start at once, both use what the first one made. */
function create(dataDir: string, file: string): KeptSecrets {
  const made: KeptSecrets = {
    jwtSecret: randomBytes(48).toString('base64url'),
    encryptionKey: randomBytes(32).toString('base64'),
  };
  mkdirSync(dataDir, { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return read(file) ?? made;
  } finally {
    rmSync(draft, { force: true });
  }
}
