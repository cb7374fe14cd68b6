import { createReadStream } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { ClientOptions } from 'minio';
import type { SpooledFile } from './spool.js';

type Transport = NonNullable<ClientOptions['transport']>;

/** How requests to the S3 server are made: connections are kept, and a server that is silent for too long is given up. */
export interface S3Requests {
  transport: Transport;
  agent: http.Agent;
}

/** The client of S3 itself waits for ever: the limit covers the connection, the answer's begin, and every pause in it. */
export function s3Requests(useSsl: boolean, silenceLimitMs: number): S3Requests {
  const { request } = useSsl ? https : http;
  const limited = (options: http.RequestOptions, onAnswer: (answer: http.IncomingMessage) => void) => {
    const made = request({ ...options, timeout: silenceLimitMs }, onAnswer);
    return made.on('timeout', () => made.destroy(new Error(`the S3 server was silent for ${silenceLimitMs} ms`)));
  };
  const agent = useSsl ? new https.Agent({ keepAlive: true }) : new http.Agent({ keepAlive: true });
  return { transport: { request: limited as Transport['request'] }, agent };
}

/**
 * Sends a file to a signed URL. The client would read a body of known length into memory, and one of unknown length as a
 * multipart upload, which not every S3 server has.
 */
export async function sendFile({ transport, agent }: S3Requests, url: string, file: SpooledFile): Promise<void> {
  const headers = { 'content-length': file.sizeBytes, 'content-type': 'application/octet-stream' };
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const target = { protocol, hostname, port, path: pathname + search };
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const request = transport.request({ method: 'PUT', ...target, headers, agent }, resolve).on('error', reject);
    pipeline(createReadStream(file.path), request).catch(reject);
  });
  const said = await text(answer);
  if (answer.statusCode === 200) return;
  throw Object.assign(new Error(`the S3 server answered ${answer.statusCode} to an upload`), {
    code: /<Code>(\w+)<\/Code>/.exec(said)?.[1],
  });
}
