import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../contracts/index.js';
import type { Principal } from '../auth/index.js';
import { disposition } from './disposition.js';
import { downloadPart, type DownloadPart } from './download-part.js';
import type { MediaItem } from './media-item.js';
import { Media } from './media.service.js';
import { ReceivedFiles } from './received-files.service.js';

/** Files on their way to whoever may read them: saved by browsers, never shown or run, and kept by no cache unasked. */
const SAFE_HEADERS = {
  'accept-ranges': 'bytes',
  'cache-control': 'private, no-cache',
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
};

@Injectable()
export class Downloads {
  constructor(
    private readonly media: Media,
    private readonly received: ReceivedFiles,
  ) {}

  /** The file, or what of it the request asks for; undefined where the client has it. Throws MEDIA_PENDING and RANGE_NOT_SATISFIABLE. */
  async download(
    caller: Principal,
    mediaId: string,
    { method, headers }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const item = await this.received.own(caller, mediaId);
    const etag = `"${item.sha256.toString('hex')}"`;
    const { range, 'if-range': ifRange, 'if-none-match': ifNoneMatch } = headers;
    const part = downloadPart(item.sizeBytes, etag, { range, ifRange: ifRange?.toString(), ifNoneMatch });
    reply.headers({ ...SAFE_HEADERS, etag });
    switch (part.status) {
      case 304:
        reply.code(304);
        return undefined;
      case 416:
        reply.header('content-range', `bytes */${item.sizeBytes}`);
        throw new Problem('RANGE_NOT_SATISFIABLE', `The file has ${item.sizeBytes} bytes.`);
      case 200:
      case 206:
        return this.send(item, part, method === 'HEAD', reply);
    }
  }

  private async send(
    item: MediaItem,
    part: Extract<DownloadPart, { status: 200 | 206 }>,
    headersOnly: boolean,
    reply: FastifyReply,
  ): Promise<StreamableFile> {
    const range = part.status === 206 ? part.range : undefined;
    const length = range?.length ?? item.sizeBytes;
    const content = headersOnly ? Readable.from([]) : await this.media.open(item, range);
    reply.code(part.status);
    if (range) reply.header('content-range', `bytes ${range.offset}-${range.offset + length - 1}/${item.sizeBytes}`);
    return new StreamableFile(content, {
      type: item.mimetype,
      length,
      disposition: disposition(item.filename ?? item.id),
    });
  }
}
