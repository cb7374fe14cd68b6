import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { Problem } from '../../contracts/index.js';
import { readSessionFile, writeSessionFile } from './session-file.js';

const { privateKey } = generateKeyPairSync('ed25519');
const HEADER = {
  ...{
    fileId: randomUUID(),
    lineage: randomUUID(),
    generation: 3,
    createdAt: '2026-01-15T10:30:00.000Z',
    recipient: null,
  },
};
const PASSPHRASE = 'correct horse battery';
const BODY = Buffer.from('credentials and keys '.repeat(20));

let file: Buffer;
beforeAll(async () => {
  file = await writeSessionFile(HEADER, BODY, PASSPHRASE, privateKey);
});

const changed = (at: number) => {
  const copy = Buffer.from(file);
  copy[at]! ^= 1;
  return copy;
};

function refusalOf(bytes: Buffer): string {
  try {
    readSessionFile(bytes);
    return 'taken';
  } catch (error) {
    return error instanceof Problem ? error.code : String(error);
  }
}

describe('the file of a session', () => {
  it('gives back what went in, and tells who made it', async () => {
    const read = readSessionFile(file);
    expect(read).toMatchObject({ ...HEADER, exporter: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await read.open(PASSPHRASE)).toEqual(BODY);
  });

  it('shows nothing of its body', () => {
    expect(file.includes('credentials')).toBe(false);
  });

  it('is refused with any byte changed', () => {
    const codes = Array.from(file, (_byte, at) => refusalOf(changed(at)));
    expect(new Set(codes)).toEqual(new Set(['SESSION_FILE_DAMAGED']));
  });

  it('is refused when it is cut, or has more behind it', () => {
    const cut = [0, 1, 100, file.length - 200, file.length - 1].map((length) => file.subarray(0, length));
    const others = [...cut, Buffer.concat([file, Buffer.of(0)]), Buffer.from('hello\n'), Buffer.alloc(10_000)];
    expect(new Set(others.map(refusalOf))).toEqual(new Set(['SESSION_FILE_DAMAGED']));
  });

  it('is opened by its passphrase only', async () => {
    const refusal = expect.objectContaining({ code: 'PASSPHRASE_WRONG' });
    await expect(readSessionFile(file).open(`${PASSPHRASE} `)).rejects.toEqual(refusal);
  });

  it('is opened whichever way the keyboard composes the letters of the passphrase', async () => {
    const other = await writeSessionFile(HEADER, BODY, 'Schl\u00fcssel und Bund', privateKey);
    expect(await readSessionFile(other).open('Schlu\u0308ssel und Bund')).toEqual(BODY);
  });

  it('can not be signed anew by somebody else: it is bound to who made it', async () => {
    const { privateKey: other } = generateKeyPairSync('ed25519');
    const theirs = await writeSessionFile(HEADER, BODY, 'another passphrase', other);
    expect(readSessionFile(theirs).exporter).not.toBe(readSessionFile(file).exporter);
    await expect(readSessionFile(theirs).open(PASSPHRASE)).rejects.toEqual(
      expect.objectContaining({ code: 'PASSPHRASE_WRONG' }),
    );
  });
});
