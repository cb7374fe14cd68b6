import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { EgressFailure, failureOf } from './failure.js';
import { redirectOf } from './redirect.js';

const MAX_UNWANTED_BYTES = 64 * 1024;
const COMPRESSED = 'The answer is compressed, although it was not asked for';

/** A file that is on its way. */
export interface Download {
  /** Where it lies, after all redirects. */
  url: string;
  /** Fails with {@link EgressFailure} when it breaks off or takes too long. To be read or destroyed. */
  body: Readable;
  /** As the server says. */
  mimetype: string | null;
  /** The bytes to come, as the server says. */
  sizeBytes: number | null;
}

/** What is compressed would have to be unpacked with a limit of its own. */
export const DOWNLOAD_HEADERS = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'WaGate' };

/** Where the answer sends us; null when it does not. Throws {@link EgressFailure}. */
export function nextUrl(url: string, { statusCode, headers, body }: Dispatcher.ResponseData): string | null {
  try {
    return redirectOf(url, statusCode, headers.location === undefined ? undefined : String(headers.location));
  } catch (error) {
    close(body);
    throw new EgressFailure((error as Error).message, error);
  }
}

/** What an answer that is no redirect brings. Throws {@link EgressFailure} when it is no file. */
export async function downloadOf(
  url: string,
  { statusCode, headers, body }: Dispatcher.ResponseData,
): Promise<Download> {
  const encoding = String(headers['content-encoding'] ?? 'identity');
  const refusal =
    statusCode !== 200 ? `The server answered ${statusCode}` : encoding !== 'identity' ? COMPRESSED : null;
  if (refusal !== null) {
    await discard(body);
    throw new EgressFailure(refusal, null);
  }
  const [mimetype, length] = [headers['content-type'], Number(headers['content-length'])];
  return {
    url,
    // One that nobody begins to read would keep its connection.
    body: Readable.from(named(body), { objectMode: false }).once('close', () => close(body)),
    mimetype: mimetype === undefined ? null : String(mimetype),
    sizeBytes: Number.isSafeInteger(length) ? length : null,
  };
}

/** Reads a little of what nobody wants, so that its connection can be used again. */
export async function discard(body: Dispatcher.ResponseData['body']): Promise<void> {
  await body.dump({ limit: MAX_UNWANTED_BYTES }).catch(() => undefined);
}

function close(body: Readable): void {
  body.on('error', () => undefined).destroy();
}

/** The same bytes; what breaks them off gets a name that callers know. */
async function* named(body: Readable): AsyncGenerator<Buffer> {
  try {
    yield* body as AsyncIterable<Buffer>;
  } catch (error) {
    throw failureOf(error);
  }
}
