import { Injectable } from '@nestjs/common';
import { Problem, type StoredPicture } from '../../contracts/index.js';
import { wrongField } from '../../platform/problems/index.js';
import type { Principal } from '../auth/index.js';
import { Media, type MediaItem } from '../media/index.js';
import { Sessions } from '../sessions/index.js';
import type { GroupPictureDto } from './group-answers.dto.js';
import { groupIdOf } from './group-addresses.js';
import { GroupAsking } from './group-asking.service.js';
import type { PictureSourceDto } from './groups.dto.js';

/** The pictures of groups. Throws as Groups does, and what Media throws for a picture that is given. */
@Injectable()
export class GroupPictures {
  constructor(
    private readonly asking: GroupAsking,
    private readonly sessions: Sessions,
    private readonly media: Media,
  ) {}

  /** Throws PICTURE_NOT_FOUND where there is none. */
  async show(caller: Principal, sessionId: string, groupId: string): Promise<GroupPictureDto> {
    const about = { groupId: groupIdOf(groupId) };
    const { url } = await this.asking.ask(caller, sessionId, 'picture', about);
    if (url === null)
      throw new Problem('PICTURE_NOT_FOUND', `The group ${about.groupId} has no picture, or does not show it.`);
    return { ...about, url };
  }

  async set(caller: Principal, sessionId: string, groupId: string, source: PictureSourceDto): Promise<void> {
    const about = { groupId: groupIdOf(groupId) };
    const picture = stored(await this.pictureOf(caller, sessionId, source));
    await this.asking.ask(caller, sessionId, 'setPicture', { ...about, picture });
  }

  async remove(caller: Principal, sessionId: string, groupId: string): Promise<void> {
    await this.asking.ask(caller, sessionId, 'setPicture', { groupId: groupIdOf(groupId), picture: null });
  }

  private async pictureOf(caller: Principal, sessionId: string, source: PictureSourceDto): Promise<MediaItem> {
    const { userId } = await this.sessions.own(caller, sessionId);
    const { url, base64, mediaId } = source;
    if ([url, base64, mediaId].filter(Boolean).length !== 1)
      throw wrongField('/media', 'must have one of url, base64 and mediaId');
    const owner = { userId, sessionId };
    const wish = { kind: 'image', mimetype: null, filename: null } as const;
    if (url) return this.media.fromUrl(owner, url, wish);
    if (base64) return this.media.fromBase64(owner, base64, wish);
    const item = await this.media.own(owner, mediaId ?? '');
    if (item.kind === 'image') return item;
    throw new Problem('UNSUPPORTED_MEDIA_TYPE', `A file of the type ${item.mimetype} is no picture.`);
  }
}

function stored({ key, bodyKey, sizeBytes }: MediaItem): StoredPicture {
  return { objectKey: key, bodyKey: bodyKey.toString('base64'), sizeBytes };
}
