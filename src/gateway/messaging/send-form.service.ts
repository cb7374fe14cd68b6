import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { MEDIA_MESSAGE_TYPES, type MediaKind } from '../../contracts/index.js';
import { Media, type MediaItem, readForm } from '../media/index.js';
import type { SessionEntity } from '../sessions/index.js';
import { KIND } from './media-kinds.js';
import { SendBody } from './send-body.js';
import type { SendDto } from './send-kinds.dto.js';
import type { SendMediaDto } from './send-media.dto.js';

/** A message whose file came with it. The file is stored, and to be kept when the message is accepted. */
export type SentForm = Omit<SendMediaDto, 'media'> & { file: MediaItem };

/** What a sending route was asked for. */
export type SendWish = SendDto | SentForm;

/** Messages that come as a form, with their file in it. */
@Injectable()
export class SendForm {
  constructor(
    private readonly media: Media,
    private readonly bodies: SendBody,
  ) {}

  /**
   * Reads `to,type,caption,file`, in any order, and stores the file on its way in. Throws what `readForm` and {@link Media} throw, and
   * VALIDATION_FAILED for a wrong field; a file that is not kept is erased a day later.
   */
  async classicMedia({ userId, id }: SessionEntity, request: IncomingMessage): Promise<SentForm> {
    const { file, fields } = await readForm(request, async ({ body, filename, mimetype, fields }) => {
      const claims = { filename, mimetype, kind: kindFor(fields.get('type')) };
      return { file: await this.media.receive({ userId, sessionId: id }, body, claims), fields };
    });
    return { ...(await this.bodies.classicForm(fields)), file };
  }
}

/**
 * What makes a request the same as another one with its key: its body as it came, or, of a form, its fields and the name and the
 * SHA-256 of its file.
 */
export function sameRequest(wish: SendWish, body: unknown): unknown {
  if (!('file' in wish)) return body;
  const { file, ...fields } = wish;
  return { ...fields, file: { filename: file.filename, sha256: file.sha256.toString('hex') } };
}

/** Null where the form has not told its type yet, or none that there is: then the bytes decide. */
function kindFor(told: string | undefined): MediaKind | null {
  const type = MEDIA_MESSAGE_TYPES.find((known) => known === told);
  return type ? KIND[type] : null;
}
