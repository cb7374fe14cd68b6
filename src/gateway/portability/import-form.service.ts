import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/index.js';
import { validationPipe } from '../../platform/problems/index.js';
import { readForm } from '../media/index.js';
import { ImportSessionDto } from './portability.dto.js';

/** An account that has been in use for years has a few MB. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

export interface ImportWish extends ImportSessionDto {
  bytes: Buffer;
}

/** The form with which a session comes in; its fields may stand before the file or after it. */
@Injectable()
export class ImportForm {
  private readonly pipe = validationPipe();

  /** Throws what `readForm` throws, PAYLOAD_TOO_LARGE and VALIDATION_FAILED. */
  async read(request: IncomingMessage): Promise<ImportWish> {
    const { bytes, fields } = await readForm(request, async ({ body, fields }) => ({
      bytes: await read(body),
      fields,
    }));
    const metadata = { type: 'body', metatype: ImportSessionDto } as const;
    const wish = (await this.pipe.transform(Object.fromEntries(fields), metadata)) as ImportSessionDto;
    return { ...wish, bytes };
  }
}

async function read(body: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > MAX_FILE_BYTES)
      throw new Problem('PAYLOAD_TOO_LARGE', `The file has more than ${MAX_FILE_BYTES} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
