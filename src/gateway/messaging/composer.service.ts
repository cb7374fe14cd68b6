import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import {
  type Content,
  type MessageContext,
  type MessageRef,
  newMessageId,
  NO_CONTEXT,
  type OutboundContent,
  type TextStyle,
} from '../../contracts/index.js';
import { Numbers } from '../numbers/index.js';
import { AddressBook } from '../address-book/index.js';
import type { SessionEntity } from '../sessions/index.js';
import { filledIn, Templates } from '../templates/index.js';
import { Attachments } from './attachments.service.js';
import { groupInvite } from './group-invite.js';
import { type MediaContent, saidIn } from './kept-content.js';
import { LinkPreviews } from './link-previews.service.js';
import type { AcceptedMessage, Message } from './message.js';
import { MessagesRepository } from './messages.repository.js';
import { mentionsOf, recipientOf } from './recipient.js';
import type { SendWish } from './send-form.service.js';
import type { SendPollDto, SendTemplateDto, SendTextDto } from './send-kinds.dto.js';
import { DAY_SECONDS } from './send-options.dto.js';
import { recipientsOf, refuseMisplaced, styleOf } from './status-post.js';
import { type Deed, isPrivateReply, refuseTarget } from './targets.js';
import { timeToSend } from './time-to-send.js';
import { contactCard } from './vcard.js';
import { wrongField } from './wrong-field.js';

const POLL_SECRET_BYTES = 32;
/** More than any phone has contacts that look. */
const AUDIENCE_LIMIT = 5_000;

/** Makes messages of what callers ask for: with what they quote, forward, edit or react to. */
@Injectable()
export class Composer {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly templates: Templates,
    private readonly attachments: Attachments,
    private readonly previews: LinkPreviews,
    private readonly numbers: Numbers,
    private readonly addressBook: AddressBook,
  ) {}

  /**
   * The message as it is to be accepted. Throws RECIPIENT_INVALID, NOT_OFFERED and `recipient.not_on_whatsapp` for where it is to
   * go, TEMPLATE_NOT_FOUND, and VALIDATION_FAILED when another message that it names is not there or does not allow that.
   */
  async compose(
    session: SessionEntity,
    wish: SendWish,
    now: Date,
    batchId: string | null = null,
  ): Promise<AcceptedMessage> {
    const recipient = recipientOf(wish.to);
    await this.numbers.refuseAbsent(session, recipient, { ask: batchId === null });
    const to = await this.addressBook.chatOf(session.id, recipient.jid);
    refuseMisplaced(wish, recipient);
    const sendAt = wish.sendAt ? timeToSend(wish.sendAt, now) : null;
    const limitMs = (wish.expiresInSeconds ?? DAY_SECONDS) * 1000;
    return {
      id: uuid(),
      sessionId: session.id,
      messageId: newMessageId(),
      from: session.whatsappId ?? '',
      to,
      content: await this.contentOf(session, wish, to, now),
      context: await this.contextOf(session, wish, to, now),
      recipients: recipient.kind === 'status' ? await this.audience(session, wish) : null,
      clientRef: wish.clientRef ?? null,
      sendAt,
      batchId,
      acceptedAt: now,
      restrictedUntil: session.restrictedUntil,
      expiresAt: new Date((sendAt ?? now).getTime() + limitMs),
    };
  }

  private async contextOf(
    session: SessionEntity,
    wish: SendWish,
    to: string,
    now: Date,
  ): Promise<MessageContext | null> {
    const context: MessageContext = {
      ...NO_CONTEXT,
      replyTo: wish.replyTo ? await this.quoted(session, wish.replyTo, to, now) : null,
      mentions: mentionsOf(wish.mentions ?? []),
      forwarded: wish.type === 'forward',
      viewOnce: wish.viewOnce ?? false,
    };
    return isEmpty(context) ? null : context;
  }

  private async contentOf(session: SessionEntity, wish: SendWish, to: string, now: Date): Promise<OutboundContent> {
    if ('media' in wish || 'file' in wish) return this.attachments.of(session, wish);
    switch (wish.type) {
      case 'text':
        return { ...(await this.text(session, wish.text, wish)), ...styled(wish) };
      case 'template': {
        const { body } = await this.templates.named(session.userId, wish.template);
        return this.text(session, filledIn(body, wish.variables ?? {}), wish);
      }
      case 'location': {
        const { type, latitude, longitude, name = null, address = null } = wish;
        return { type, latitude, longitude, name, address };
      }
      case 'contact':
        return {
          type: 'contact',
          contacts: wish.contacts.map((contact, at) => contactCard(contact, `/contacts/${at}`)),
        };
      case 'groupInvite':
        return groupInvite(wish, now);
      case 'poll':
        return pollOf(wish);
      case 'reaction': {
        const target = await this.target(session, wish, to, now);
        return { type: 'reaction', target, emoji: wish.emoji, at: now.getTime() };
      }
      case 'edit':
        return { type: 'edit', target: await this.target(session, wish, to, now), text: wish.text, at: now.getTime() };
      case 'delete':
        return { type: 'delete', target: await this.target(session, wish, to, now) };
      case 'pin': {
        const target = await this.target(session, wish, to, now);
        return { type: 'pin', target, seconds: wish.forSeconds ?? DAY_SECONDS, at: now.getTime() };
      }
      case 'forward':
        return this.forwarded(session, wish.messageId);
    }
  }

  private async text(
    session: SessionEntity,
    text: string,
    { linkPreview }: SendTextDto | SendTemplateDto,
  ): Promise<OutboundContent> {
    const preview = await this.previews.of(session, text, linkPreview);
    return { type: 'text', text, ...(preview && { preview }) };
  }

  /** Who sees a status. The same on every attempt, whoever comes meanwhile. */
  private async audience({ id }: SessionEntity, { statusRecipients }: SendWish): Promise<string[]> {
    if (statusRecipients) return recipientsOf(statusRecipients);
    const people = await this.messages.peopleWritten(id, AUDIENCE_LIMIT);
    if (people.length > 0) return people;
    throw wrongField('/statusRecipients', 'must name who sees it: the session has no chats yet');
  }

  private async target(
    session: SessionEntity,
    { type, messageId }: { type: Exclude<Deed, 'replyTo'>; messageId: string },
    to: string,
    now: Date,
  ): Promise<MessageRef> {
    const target = await this.find(session, messageId, '/messageId');
    refuseTarget(type, target, to, now);
    return refTo(target, session);
  }

  private async quoted(
    session: SessionEntity,
    messageId: string,
    to: string,
    now: Date,
  ): Promise<MessageContext['replyTo']> {
    const quoted = await this.find(session, messageId, '/replyTo');
    refuseTarget('replyTo', quoted, to, now);
    const where = isPrivateReply(quoted, to) ? { chat: quoted.chatId } : {};
    return { ...refTo(quoted, session), content: saidIn(quoted), ...where };
  }

  private async forwarded(session: SessionEntity, messageId: string): Promise<OutboundContent> {
    const original = await this.find(session, messageId, '/messageId');
    if (original.context?.viewOnce) throw wrongField('/messageId', 'may be opened once only, and not be forwarded');
    const said = saidIn(original);
    if (!said) throw wrongField('/messageId', `is of the type ${original.type}, which can not be forwarded`);
    return 'media' in said ? this.attachments.again(session, said) : again(said);
  }

  private async find(session: SessionEntity, messageId: string, pointer: string): Promise<Message> {
    const message = await this.messages.find(session.id, messageId);
    if (!message) throw wrongField(pointer, 'must be the id of a message of this session');
    return message;
  }
}

function styled(wish: SendTextDto): { style?: TextStyle } {
  const style = styleOf(wish);
  return style ? { style } : {};
}

function pollOf({ type, question, options, selectable }: SendPollDto): OutboundContent {
  const secret = randomBytes(POLL_SECRET_BYTES).toString('base64');
  return { type, question, options, selectable: selectable ?? 0, secret };
}

/** What was said once, to be sent as a message of its own: a poll begins without votes. */
function again(content: Exclude<Content, MediaContent>): OutboundContent {
  if (content.type !== 'poll') return content;
  return { ...content, secret: randomBytes(POLL_SECRET_BYTES).toString('base64') };
}

function refTo({ messageId, direction, from }: Message, session: SessionEntity): MessageRef {
  const fromMe = direction === 'outbound';
  return { messageId, fromMe, author: fromMe ? (session.whatsappId ?? from) : from };
}

function isEmpty({ replyTo, mentions, forwarded, viewOnce, disappearsAfterSeconds }: MessageContext): boolean {
  return !replyTo && mentions.length === 0 && !forwarded && !viewOnce && disappearsAfterSeconds === null;
}
