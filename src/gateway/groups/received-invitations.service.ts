import { Injectable } from '@nestjs/common';
import { type GroupQuestions, Problem } from '../../contracts/index.js';
import { wrongField } from '../../platform/problems/index.js';
import type { Principal } from '../auth/index.js';
import { ChatMessages } from '../messaging/index.js';
import { Sessions } from '../sessions/index.js';

/** Invitations into groups that people have sent to a session, as messages. */
@Injectable()
export class ReceivedInvitations {
  constructor(
    private readonly sessions: Sessions,
    private readonly messages: ChatMessages,
  ) {}

  /** Throws SESSION_NOT_FOUND, MESSAGE_NOT_FOUND, and VALIDATION_FAILED where the message invites nobody or is one's own. */
  async of(caller: Principal, sessionId: string, messageId: string): Promise<GroupQuestions['accept']['about']> {
    await this.sessions.own(caller, sessionId);
    const message = (await this.messages.named(sessionId, [messageId])).get(messageId);
    if (!message) throw new Problem('MESSAGE_NOT_FOUND', `There is no message ${messageId}.`);
    const { direction, from, invite } = message;
    if (!invite || direction !== 'inbound' || from === null) {
      throw wrongField('/messageId', 'must be a received message of the type groupInvite');
    }
    const expiresAt = invite.expiresAt === undefined ? 0 : Math.floor(Date.parse(invite.expiresAt) / 1000);
    return { groupId: invite.group, inviteCode: invite.inviteCode, expiresAt, from };
  }
}
