import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/index.js';
import { MediaBodies } from '../../platform/media/index.js';
import { Pictures } from '../../platform/pictures/index.js';
import { wrongField } from '../../platform/problems/index.js';
import type { MediaItem, MediaOwner } from './media-item.js';
import { Media } from './media.service.js';
import type { PictureDto } from './profile-pictures.dto.js';

/** As WhatsApp's own apps make them. */
const EDGE = 640;

/** Pictures of accounts and groups, as WhatsApp takes them: small square JPEGs. */
@Injectable()
export class ProfilePictures {
  constructor(
    private readonly media: Media,
    private readonly bodies: MediaBodies,
    private readonly pictures: Pictures,
  ) {}

  /**
   * In base64. Throws what Media throws, UNSUPPORTED_MEDIA_TYPE for what can not be drawn, and VALIDATION_FAILED at `pointer` for what
   * names no file, or several.
   */
  async drawn(owner: MediaOwner, picture: PictureDto, pointer: string): Promise<string> {
    const item = await this.item(owner, picture, pointer);
    if (item.kind !== 'image') throw noPicture(item);
    const drawn = await this.bodies.withCopy(item, (open) => this.pictures.draw(open, EDGE, true));
    if (!drawn) throw noPicture(item);
    return Buffer.from(drawn.thumbnail).toString('base64');
  }

  private item(owner: MediaOwner, { url, base64, mediaId }: PictureDto, pointer: string): Promise<MediaItem> {
    if ([url, base64, mediaId].filter(Boolean).length !== 1) {
      throw wrongField(pointer, 'must have one of url, base64 and mediaId');
    }
    const wish = { kind: 'image' as const, mimetype: null, filename: null };
    if (url) return this.media.fromUrl(owner, url, wish);
    if (base64) return this.media.fromBase64(owner, base64, wish);
    return this.media.own(owner, mediaId ?? '');
  }
}

function noPicture({ mimetype }: MediaItem): Problem {
  return new Problem('UNSUPPORTED_MEDIA_TYPE', `A file of the type ${mimetype} can not be read as a picture.`);
}
