import { Injectable } from '@nestjs/common';
import { Ffmpeg, ProgramFailed } from '../../platform/ffmpeg/index.js';
import { Log } from '../../platform/logging/index.js';
import { MediaBodies } from '../../platform/media/index.js';
import { Pictures } from '../../platform/pictures/index.js';
import { type FileLook, NO_LOOK, THUMBNAIL_EDGE } from './file-look.js';
import type { MediaItem } from './media-item.js';
import { MediaRepository } from './media.repository.js';
import { Voices } from './voices.service.js';

/** Looks into files when they are first sent, and keeps what was found with their rows. */
@Injectable()
export class Looks {
  constructor(
    private readonly repository: MediaRepository,
    private readonly bodies: MediaBodies,
    private readonly pictures: Pictures,
    private readonly ffmpeg: Ffmpeg,
    private readonly voices: Voices,
    private readonly log: Log,
  ) {}

  /** Never throws: what can not be looked into is sent as it is. */
  async of(item: MediaItem): Promise<FileLook> {
    if (item.look) return item.look;
    try {
      if (needsFfmpeg(item) && !(await this.ffmpeg.isHere())) return await this.withoutFfmpeg(item);
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
        return this.film(item);
      case 'audio':
        return this.sound(item);
      case 'document':
        return NO_LOOK;
    }
  }

  private async picture(item: MediaItem): Promise<FileLook> {
    const picture = await this.bodies.withCopy(item, (copy) => this.pictures.draw(copy, THUMBNAIL_EDGE));
    if (!picture) return NO_LOOK;
    const { width, height, thumbnail } = picture;
    return { ...NO_LOOK, width, height, thumbnail: base64(thumbnail) };
  }

  private async film(item: MediaItem): Promise<FileLook> {
    const film = await this.bodies.withCopy(item, (copy) => this.ffmpeg.film(copy, THUMBNAIL_EDGE)).catch(unreadable);
    return film ? { ...NO_LOOK, ...film, thumbnail: film.thumbnail && base64(film.thumbnail) } : NO_LOOK;
  }

  private async sound(item: MediaItem): Promise<FileLook> {
    const sound = await this.bodies.withCopy(item, (copy) => this.ffmpeg.sound(copy)).catch(unreadable);
    if (!sound) return NO_LOOK;
    return { ...NO_LOOK, seconds: wholeSeconds(sound.seconds), waveform: base64(sound.waveform) };
  }

  /** Of sound and film, as long as nobody has installed it: only how long a voice message is can be seen in the file itself. */
  private async withoutFfmpeg(item: MediaItem): Promise<FileLook> {
    const seconds = item.kind === 'audio' ? await this.voices.seconds(item) : null;
    return { ...NO_LOOK, seconds: seconds && wholeSeconds(seconds) };
  }
}

function needsFfmpeg({ kind }: MediaItem): boolean {
  return kind === 'audio' || kind === 'video';
}

/** What ffmpeg can not read now it never can: that is kept. Other errors say nothing of the file. */
function unreadable(error: unknown): null {
  if (error instanceof ProgramFailed) return null;
  throw error;
}

/** What is there is shown as a second at least. */
function wholeSeconds(seconds: number): number {
  return Math.max(1, Math.round(seconds));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
