import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { TransferFault } from '../faults.js';
import type { World } from '../world.js';
import { pace, TransferCut } from './pace.js';

const UPLOAD = /^\/mms\/(?:image|video|audio|document)\/([\w-]{43})$/;

/** WhatsApp's media server: takes encrypted files at `/mms/<kind>/<token>` and gives them back at their direct path. */
export function mediaServer(world: World): RequestListener {
  return (request, response) => {
    serve(world, request, response).catch((error: unknown) => {
      if (!(error instanceof TransferCut)) world.log.add('media', { detail: `failed: ${String(error)}` });
      response.destroy();
    });
  };
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://sandbox');
  const token = UPLOAD.exec(url.pathname)?.[1];
  const name = world.media.nameIn(url.pathname);
  if (request.method === 'POST' && token !== undefined) await upload(world, request, response, url, token);
  else if ((request.method === 'GET' || request.method === 'HEAD') && name !== undefined) {
    await download(world, request, response, name);
  } else if (request.method === 'GET' && sendPicture(world, response, url.pathname)) return;
  else refuse(response, 404, 'nothing is here');
}

/** Pictures of people and groups are not encrypted. */
function sendPicture(world: World, response: ServerResponse, path: string): boolean {
  const id = /^\/pps\/(\d+)\.jpg$/.exec(path)?.[1];
  const picture = id === undefined ? undefined : [...world.pictures.values()].find((one) => one.id === id);
  if (picture) response.writeHead(200, { 'content-type': 'image/jpeg' }).end(picture.jpeg);
  return picture !== undefined;
}

async function upload(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  { searchParams }: URL,
  name: string,
): Promise<void> {
  const fault = takeFault(world, 'upload');
  if (searchParams.get('auth') !== world.media.auth) return refuse(response, 401, 'not what media_conn gave');
  if (fault?.mode === 'error') return refuse(response, fault.status, 'refused by a fault');
  if (searchParams.get('token') !== name) return refuse(response, 400, 'the token is not that of the path');
  try {
    await world.media.put(name, request, pace(fault));
  } catch (error) {
    if (request.destroyed && !request.complete) throw error;
    return refuse(response, 400, String(error));
  }
  world.log.add('media', { detail: `uploaded ${name}` });
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ url: world.media.url(name), direct_path: world.media.directPath(name) }));
}

async function download(world: World, request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
  const fault = takeFault(world, 'download');
  const found = world.media.find(name);
  if (fault?.mode === 'error') return refuse(response, fault.status, 'refused by a fault');
  if (!found) return refuse(response, 404, 'no such file');
  if ('gone' in found) return refuse(response, found.gone, 'the file is gone');
  const { sizeBytes } = found;
  const range = readRange(request.headers.range, sizeBytes);
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${sizeBytes}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: sizeBytes - 1 };
  response.writeHead(range ? 206 : 200, {
    'content-type': 'application/octet-stream',
    'content-length': end - start + 1,
    'accept-ranges': 'bytes',
    etag: `"${name}"`,
    ...(range && { 'content-range': `bytes ${start}-${end}/${sizeBytes}` }),
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  world.log.add('media', { detail: `downloaded ${name}` });
  await pipeline(world.media.read(name, { start, end }), pace(fault), response);
}

/** The first range asked for; undefined for none, or for what this server need not understand (RFC 9110, 14.2). */
export function readRange(
  header: string | undefined,
  sizeBytes: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  return start <= end && start < sizeBytes ? { start, end } : 'unsatisfiable';
}

/** A transfer carries no identity, so a fault strikes whichever comes next, even when armed for one phone. */
function takeFault(world: World, transfer: TransferFault['transfer']): TransferFault | undefined {
  return world.faults.takeFromAnybody('media', (fault) => fault.transfer === transfer);
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: reason }));
}
