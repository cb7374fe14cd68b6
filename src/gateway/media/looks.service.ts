import { Injectable } from '@nestjs/common';
import { Log } from '../../platform/logging/index.js';
import { MediaBodies } from '../../platform/media/index.js';
import { Pictures } from '../../platform/pictures/index.js';
import { type FileLook, NO_LOOK, THUMBNAIL_EDGE } from './file-look.js';
import type { MediaItem } from './media-item.js';
import { MediaRepository } from './media.repository.js';

/** Looks into files when they are first sent, and keeps what was found with their rows. */
@Injectable()
export class Looks {
  constructor(
    private readonly repository: MediaRepository,
    private readonly bodies: MediaBodies,
    private readonly pictures: Pictures,
    private readonly log: Log,
  ) {}

  /** Never throws: what can not be looked into is sent as it is. */
  async of(item: MediaItem): Promise<FileLook> {
    if (item.look) return item.look;
    try {
      const look = await this.lookInto(item);
      await this.repository.keepLook(item.id, look);
      return look;
    } catch (err) {
      this.log.warn({ mediaId: item.id, err }, 'a file could not be looked into');
      return NO_LOOK;
    }
  }

  private async lookInto(item: MediaItem): Promise<FileLook> {
    switch (item.kind) {
      case 'image':
        return this.picture(item);
      case 'video':
      case 'audio':
      case 'document':
        return NO_LOOK;
    }
  }

  private async picture(item: MediaItem): Promise<FileLook> {
    return this.bodies.withCopy(item, async (open) => {
      const picture = await this.pictures.draw(open, THUMBNAIL_EDGE);
      if (!picture) return NO_LOOK;
      const { width, height, thumbnail } = picture;
      return { ...NO_LOOK, width, height, thumbnail: Buffer.from(thumbnail).toString('base64') };
    });
  }
}
