import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { MEDIA_MAX_BYTES, Problem } from '../../contracts/index.js';

/** The file of a form, as it comes in. */
export interface UploadedFile {
  /** Fails with MALFORMED_REQUEST when the form breaks off. */
  body: Readable;
  filename: string | null;
  mimetype: string;
  /** Those that came before it; what comes after it is added until the form was read. */
  fields: ReadonlyMap<string, string>;
}

/** The largest file, and the form around it. */
const MAX_FORM_BYTES = Math.max(...Object.values(MEDIA_MAX_BYTES)) + 512 * 1024;
/** The longest text of WhatsApp, in characters of up to four bytes. */
const MAX_FIELD_BYTES = 256 * 1024;
const LIMITS = {
  files: 1,
  fields: 8,
  parts: 10,
  fieldSize: MAX_FIELD_BYTES,
  headerPairs: 16,
  headerSize: 8 * 1024,
};

/**
 * Reads a form with one file and gives what `take` makes of the file, once the whole form was read and is well. What is left of a
 * form that is not is read away, so that the client gets to see the answer. Throws what `take` throws, UNSUPPORTED_MEDIA_TYPE,
 * PAYLOAD_TOO_LARGE, MALFORMED_REQUEST and VALIDATION_FAILED.
 */
export async function readForm<T>(request: IncomingMessage, take: (file: UploadedFile) => Promise<T>): Promise<T> {
  const parser = parserOf(request);
  try {
    return await parsed(request, parser, take);
  } catch (error) {
    request.unpipe(parser).resume();
    throw error;
  }
}

function parsed<T>(
  request: IncomingMessage,
  parser: BusboyInstance,
  take: (file: UploadedFile) => Promise<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const fields = new Map<string, string>();
    let body: Readable | undefined;
    let taken: Promise<T> | undefined;
    const fail = (error: unknown) => {
      reject(error);
      body?.destroy(error instanceof Error ? error : undefined);
    };
    parser.on('field', (name, value, _nameCut, isCut) => {
      if (isCut) fail(tooLong(name));
      fields.set(name, value);
    });
    parser.on('file', (_name, stream, filename, _encoding, mimetype) => {
      body = stream.on('error', (cause) => fail(cause instanceof Problem ? cause : broken(cause)));
      taken = take({ body, filename: filename ?? null, mimetype, fields });
      taken.catch(fail);
    });
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit']) parser.on(limit, () => fail(tooMany()));
    parser.on('error', (cause: unknown) => fail(broken(cause)));
    parser.on('finish', () => (taken ? void taken.then(resolve, reject) : fail(noFile())));
    request.once('close', () => request.complete || fail(broken(null)));
    request.pipe(parser);
  });
}

/** Whether the body of a request is a form, to be read by {@link readForm}. */
export function isForm({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return /^multipart\/form-data\b/i.test(headers['content-type'] ?? '');
}

function parserOf(request: IncomingMessage): BusboyInstance {
  const { headers } = request;
  if (!isForm(request)) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'The body must be multipart/form-data with the file in it.');
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new Problem('UNSUPPORTED_MEDIA_TYPE', 'A compressed form is not taken.');
  if (Number(headers['content-length'] ?? 0) > MAX_FORM_BYTES) {
    throw new Problem('PAYLOAD_TOO_LARGE', `The form has more than ${MAX_FORM_BYTES} bytes.`);
  }
  try {
    return new Busboy({ headers: headers as BusboyHeaders, limits: LIMITS });
  } catch (cause) {
    throw broken(cause);
  }
}

function broken(cause: unknown): Problem {
  return new Problem('MALFORMED_REQUEST', 'The form could not be read to its end.', { cause });
}

function tooMany(): Problem {
  return new Problem('VALIDATION_FAILED', 'The form has more than one file, or too many fields.', {
    errors: [{ pointer: '/file', detail: 'must be one file' }],
  });
}

function tooLong(name: string): Problem {
  const detail = `must have at most ${MAX_FIELD_BYTES} bytes`;
  return new Problem('VALIDATION_FAILED', `/${name} ${detail}.`, { errors: [{ pointer: `/${name}`, detail }] });
}

function noFile(): Problem {
  return new Problem('VALIDATION_FAILED', 'The form has no file.', {
    errors: [{ pointer: '/file', detail: 'must be given' }],
  });
}
