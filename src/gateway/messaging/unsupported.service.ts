import { Injectable } from '@nestjs/common';
import type { Principal } from '../auth/index.js';
import { Sessions } from '../sessions/index.js';
import { MessagesRepository } from './messages.repository.js';
import type { UnsupportedKindsDto } from './unsupported.dto.js';

/** What WhatsApp sends and this version does not read: it is stored as `unsupported`, and counted here. */
@Injectable()
export class Unsupported {
  constructor(
    private readonly sessions: Sessions,
    private readonly messages: MessagesRepository,
  ) {}

  async kinds(caller: Principal, sessionId: string): Promise<UnsupportedKindsDto> {
    await this.sessions.own(caller, sessionId);
    return { kinds: await this.messages.unsupported(sessionId) };
  }
}
