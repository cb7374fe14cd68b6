import { Injectable } from '@nestjs/common';
import { type MediaMessageType, type OutboundMedia, Problem } from '../../contracts/index.js';
import { Looks, Media, type MediaItem, type MediaOwner, Voices } from '../media/index.js';
import type { SessionEntity } from '../sessions/index.js';
import type { MediaContent } from './kept-content.js';
import { KIND } from './media-kinds.js';
import type { SentForm } from './send-form.service.js';
import type { SendMediaDto } from './send-media.dto.js';

/** Files of messages: stored before the message is accepted, so that nothing that happens to a URL later can lose them. */
@Injectable()
export class Attachments {
  constructor(
    private readonly media: Media,
    private readonly looks: Looks,
    private readonly voices: Voices,
  ) {}

  /** Throws what Media and Voices throw, and UNSUPPORTED_MEDIA_TYPE where the bytes do not go as that type. */
  async of(session: SessionEntity, wish: SendMediaDto | SentForm): Promise<OutboundMedia> {
    const { type, caption = null, filename = null } = wish;
    const given = 'file' in wish ? wish.file : await this.stored(session, type, wish.media, filename);
    refuseMisfit(given, type);
    if ('file' in wish) await this.media.keep(given);
    const item = type === 'voice' ? await this.voices.of(given) : given;
    return this.outbound(type, item, filename ?? item.filename, caption);
  }

  /** The file of a stored message, for a message of its own. Throws MEDIA_NOT_FOUND where it is gone or not here yet. */
  async again(session: SessionEntity, { type, media, caption }: MediaContent): Promise<OutboundMedia> {
    return this.outbound(type, await this.own(session, media.mediaId), media.filename, caption);
  }

  private stored(
    session: SessionEntity,
    type: MediaMessageType,
    { url, base64, mimetype = null, mediaId, filename = null }: SendMediaDto['media'],
    wanted: string | null,
  ): Promise<MediaItem> {
    const owner: MediaOwner = { userId: session.userId, sessionId: session.id };
    const wish = { kind: KIND[type], mimetype, filename: wanted ?? filename };
    if (url) return this.media.fromUrl(owner, url, wish);
    if (base64) return this.media.fromBase64(owner, base64, wish);
    return this.own(session, mediaId ?? '');
  }

  private async outbound(
    type: MediaMessageType,
    item: MediaItem,
    filename: string | null,
    caption: string | null,
  ): Promise<OutboundMedia> {
    const { id: mediaId, mimetype, sizeBytes, key, bodyKey } = item;
    const { thumbnail, waveform, seconds, width, height } = await this.looks.of(item);
    const sha256 = item.sha256.toString('hex');
    return {
      type,
      media: { mediaId, mimetype: typeFor(type, mimetype), filename, sizeBytes, sha256, seconds, width, height },
      caption,
      stored: { objectKey: key, bodyKey: bodyKey.toString('base64') },
      look: { thumbnail, waveform },
    };
  }

  private own({ userId, id }: SessionEntity, mediaId: string): Promise<MediaItem> {
    return this.media.own({ userId, sessionId: id }, mediaId);
  }
}

function refuseMisfit({ kind, mimetype }: MediaItem, type: MediaMessageType): void {
  if (type !== 'document' && kind !== KIND[type]) {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', `A file of the type ${mimetype} does not go as ${type}.`);
  }
  if (type === 'sticker' && mimetype !== 'image/webp') {
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', `Stickers are image/webp; this is ${mimetype}.`);
  }
}

/** Phones play voice messages that are called this and no other. */
function typeFor(type: MediaMessageType, mimetype: string): string {
  return type === 'voice' ? 'audio/ogg; codecs=opus' : mimetype;
}
