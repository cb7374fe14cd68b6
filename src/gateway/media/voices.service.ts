import { createReadStream } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/index.js';
import { Ffmpeg, ProgramFailed } from '../../platform/ffmpeg/index.js';
import { MediaBodies } from '../../platform/media/index.js';
import type { MediaItem } from './media-item.js';
import { MediaRepository } from './media.repository.js';
import { Media } from './media.service.js';
import { OGG_HEAD_BYTES, OGG_TAIL_BYTES, type OpusHead, opusHead, opusSeconds } from './ogg-opus.js';

const OPUS = { kind: 'audio', mimetype: 'audio/ogg' } as const;

/** Recordings as voice messages have to be: Opus in Ogg. */
@Injectable()
export class Voices {
  constructor(
    private readonly repository: MediaRepository,
    private readonly media: Media,
    private readonly bodies: MediaBodies,
    private readonly ffmpeg: Ffmpeg,
  ) {}

  /**
   * The file that goes as a voice message: a kept file itself, or what it was converted to, which is made once and is a file of its
   * own. Throws VALIDATION_FAILED where it can not be converted, or not here, and UNAVAILABLE when too many wait for that.
   */
  async of(item: MediaItem): Promise<MediaItem> {
    if (await this.headOf(item)) return item;
    return (await this.repository.voiceOf(item)) ?? this.converted(item);
  }

  /** How long it plays, in seconds; null for what is no Opus in Ogg, or does not tell. */
  async seconds(item: MediaItem): Promise<number | null> {
    const head = await this.headOf(item);
    if (!head) return null;
    const length = Math.min(item.sizeBytes, OGG_TAIL_BYTES);
    const tail = await this.bodies.open(item, { offset: item.sizeBytes - length, length });
    return opusSeconds(head, await buffer(tail));
  }

  private async headOf(item: MediaItem): Promise<OpusHead | null> {
    if (item.mimetype !== OPUS.mimetype) return null;
    const length = Math.min(item.sizeBytes, OGG_HEAD_BYTES);
    return opusHead(await buffer(await this.bodies.open(item, { offset: 0, length })));
  }

  private async converted(item: MediaItem): Promise<MediaItem> {
    if (!(await this.ffmpeg.isHere())) throw unfit(item, 'and there is no ffmpeg here to convert it');
    const { userId, sessionId } = item;
    try {
      const voice = await this.bodies.withCopy(item, (copy) =>
        this.ffmpeg.toVoice(copy, (path) =>
          this.media.fromStream({ userId, sessionId }, createReadStream(path), { ...OPUS, filename: item.filename }),
        ),
      );
      await this.repository.keepVoice(item.id, voice.id);
      return voice;
    } catch (error) {
      if (error instanceof ProgramFailed) throw unfit(item, 'and ffmpeg could not convert it', error);
      throw error;
    }
  }
}

function unfit({ mimetype }: MediaItem, why: string, cause?: Error): Problem {
  const detail = `must be Opus in Ogg (audio/ogg) for a voice message; this is ${mimetype}, ${why}`;
  return new Problem('VALIDATION_FAILED', `/media ${detail}.`, { errors: [{ pointer: '/media', detail }], cause });
}
