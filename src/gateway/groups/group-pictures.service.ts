import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/index.js';
import type { Principal } from '../auth/index.js';
import { type PictureDto, ProfilePictures } from '../media/index.js';
import { Sessions } from '../sessions/index.js';
import type { GroupPictureDto } from './group-answers.dto.js';
import { groupIdOf } from './group-addresses.js';
import { GroupAsking } from './group-asking.service.js';

/** The pictures of groups. Throws as Groups does, and what ProfilePictures throws for a picture that is given. */
@Injectable()
export class GroupPictures {
  constructor(
    private readonly asking: GroupAsking,
    private readonly sessions: Sessions,
    private readonly pictures: ProfilePictures,
  ) {}

  /** Throws PICTURE_NOT_FOUND where there is none. */
  async show(caller: Principal, sessionId: string, groupId: string): Promise<GroupPictureDto> {
    const about = { groupId: groupIdOf(groupId) };
    const { url } = await this.asking.ask(caller, sessionId, 'picture', about);
    if (url === null)
      throw new Problem('PICTURE_NOT_FOUND', `The group ${about.groupId} has no picture, or does not show it.`);
    return { ...about, url };
  }

  async set(caller: Principal, sessionId: string, groupId: string, source: PictureDto): Promise<void> {
    const about = { groupId: groupIdOf(groupId) };
    const { userId } = await this.sessions.own(caller, sessionId);
    const picture = await this.pictures.drawn({ userId, sessionId }, source, '/media');
    await this.asking.ask(caller, sessionId, 'setPicture', { ...about, picture });
  }

  async remove(caller: Principal, sessionId: string, groupId: string): Promise<void> {
    await this.asking.ask(caller, sessionId, 'setPicture', { groupId: groupIdOf(groupId), picture: null });
  }
}
