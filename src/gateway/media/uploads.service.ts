import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { MEDIA_KINDS, type MediaKind, Problem } from '../../contracts/index.js';
import type { Principal } from '../auth/index.js';
import { Sessions } from '../sessions/index.js';
import type { MediaItem, MediaOwner } from './media-item.js';
import type { MediaDto } from './media.dto.js';
import { Media } from './media.service.js';
import { readForm, type UploadedFile } from './upload-form.js';

/** Files that come with a form. */
@Injectable()
export class Uploads {
  constructor(
    private readonly media: Media,
    private readonly sessions: Sessions,
  ) {}

  async upload(caller: Principal, request: IncomingMessage): Promise<MediaDto> {
    return viewOf(await this.media.keep(await readForm(request, (file) => this.take(caller, file))));
  }

  private async take(caller: Principal, { body, filename, mimetype, fields }: UploadedFile): Promise<MediaItem> {
    const kind = kindOf(fields.get('kind'));
    const owner = await this.ownerOf(caller, fields.get('sessionId'));
    return this.media.receive(owner, body, { filename, mimetype, kind });
  }

  private async ownerOf(caller: Principal, sessionId: string | undefined): Promise<MediaOwner> {
    if (sessionId !== undefined) await this.sessions.own(caller, sessionId);
    return { userId: caller.userId, sessionId: sessionId ?? caller.sessionId };
  }
}

function kindOf(given: string | undefined): MediaKind | null {
  if (given === undefined) return null;
  const kind = MEDIA_KINDS.find((known) => known === given);
  if (kind !== undefined) return kind;
  const detail = `must be one of ${MEDIA_KINDS.join(', ')}`;
  throw new Problem('VALIDATION_FAILED', `kind ${detail}.`, { errors: [{ pointer: '/kind', detail }] });
}

function viewOf({ id, kind, mimetype, filename, sizeBytes, sha256, createdAt }: MediaItem): MediaDto {
  return {
    mediaId: id,
    kind,
    mimetype,
    ...(filename !== null && { filename }),
    sizeBytes,
    sha256: sha256.toString('hex'),
    createdAt,
  };
}
