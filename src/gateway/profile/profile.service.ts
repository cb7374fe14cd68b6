import { Injectable } from '@nestjs/common';
import {
  PATTERNS,
  phoneOf,
  type PrivacyAnswer,
  type ProfileAnswer,
  type ProfileChange,
} from '../../contracts/index.js';
import type { Principal } from '../auth/index.js';
import { ProfilePictures } from '../media/index.js';
import { type SessionEntity, Sessions } from '../sessions/index.js';
import { LiveQuestions } from '../workers/index.js';
import type { ChangePrivacyDto, ChangeProfileDto, PrivacyDto, ProfileDto } from './profile.dto.js';

const ANSWER_TIMEOUT_MS = 15_000;

/** All of it throws SESSION_NOT_CONNECTED, what LiveQuestions throws, and what WhatsApp answers in its place. */
@Injectable()
export class Profiles {
  constructor(
    private readonly sessions: Sessions,
    private readonly pictures: ProfilePictures,
    private readonly live: LiveQuestions,
  ) {}

  async show(caller: Principal, sessionId: string): Promise<ProfileDto> {
    const session = await this.sessions.own(caller, sessionId);
    return viewOf(session, await this.ask<ProfileAnswer>(PATTERNS.profile, sessionId, {}));
  }

  /** The profile after it. Of several changes those before one that fails stay. Throws what ProfilePictures throws, and then nothing was changed. */
  async change(caller: Principal, sessionId: string, wish: ChangeProfileDto): Promise<ProfileDto> {
    const session = await this.sessions.own(caller, sessionId);
    const change = await this.changeOf(session, wish);
    return viewOf(session, await this.ask<ProfileAnswer>(PATTERNS.profileChange, sessionId, { change }));
  }

  async privacy(caller: Principal, sessionId: string): Promise<PrivacyDto> {
    await this.sessions.own(caller, sessionId);
    return this.ask<PrivacyAnswer>(PATTERNS.privacy, sessionId, {});
  }

  async changePrivacy(caller: Principal, sessionId: string, changes: ChangePrivacyDto): Promise<PrivacyDto> {
    await this.sessions.own(caller, sessionId);
    return this.ask<PrivacyAnswer>(PATTERNS.privacyChange, sessionId, { changes });
  }

  private async changeOf(session: SessionEntity, { name, about, picture }: ChangeProfileDto): Promise<ProfileChange> {
    const owner = { userId: session.userId, sessionId: session.id };
    const drawn = picture ? await this.pictures.drawn(owner, picture, '/picture') : picture;
    return {
      ...(name !== undefined && { name }),
      ...(about !== undefined && { about }),
      ...(drawn !== undefined && { picture: drawn }),
    };
  }

  private ask<Answer>(pattern: string, sessionId: string, question: object): Promise<Answer> {
    return this.live.ask<Answer>(pattern, sessionId, question, ANSWER_TIMEOUT_MS);
  }
}

function viewOf({ id: sessionId, whatsappId, lid }: SessionEntity, profile: ProfileAnswer): ProfileDto {
  const phoneNumber = whatsappId === null ? null : phoneOf(whatsappId);
  return { sessionId, whatsappId, phoneNumber, lid, ...profile };
}
