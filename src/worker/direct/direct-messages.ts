import {
  type InboundContent,
  type MediaInfo,
  type MessageStatus,
  type MessageStatusFact,
  movesForward,
  type OutboundContent,
} from '../../contracts/index.js';
import type { KeptMessage } from '../../mailbox/index.js';
import type { DirectFileDto, DirectMessageDto } from './direct-answers.dto.js';

/** How far a message came, of what was reported of it in order; null when nothing was. */
export function furthest(statuses: MessageStatusFact[]): MessageStatusFact | null {
  return statuses.reduce<MessageStatusFact | null>(
    (best, next) => (best === null || movesForward(best.status, next.status) ? next : best),
    null,
  );
}

/** `own` is the account's own address. */
export function messageOf(kept: KeptMessage, statuses: MessageStatusFact[], own: string | null): DirectMessageDto {
  if (kept.kind === 'message.received') return receivedMessage(kept.payload);
  const { messageId, to, content } = kept.payload;
  const reached = furthest(statuses.filter((fact) => fact.messageId === messageId));
  const addresses = { from: own, to, chatId: to };
  const progress = { status: lower(reached?.status ?? 'QUEUED'), detail: reached?.detail ?? null };
  return { messageId, direction: 'outbound', ...addresses, ...said(content), ...progress, timestamp: kept.at };
}

type Received = Extract<KeptMessage, { kind: 'message.received' }>['payload'];

/** The account's own phone may have sent it: then it went out, and WhatsApp has it. */
function receivedMessage({ messageId, fromMe, from, to, chat, content, timestamp }: Received): DirectMessageDto {
  const way = fromMe
    ? ({ direction: 'outbound', status: 'sent' } as const)
    : ({ direction: 'inbound', status: 'received' } as const);
  return {
    messageId,
    ...way,
    from,
    to,
    chatId: chat,
    ...said(content),
    detail: null,
    timestamp: new Date(timestamp * 1000),
  };
}

/** Named one by one: what is to be sent also holds the keys of its file. */
function said(
  content: InboundContent | OutboundContent,
): Pick<DirectMessageDto, 'type' | 'text' | 'rawKind' | 'media'> {
  const text = 'text' in content ? content.text : 'caption' in content ? content.caption : null;
  return {
    type: content.type,
    ...(text !== null && { text }),
    ...('media' in content && { media: fileOf(content.media) }),
    ...(content.type === 'unsupported' && { rawKind: content.rawKind }),
  };
}

/** What its sender says of a file. */
function fileOf({ mimetype, filename, sizeBytes, seconds, width, height }: MediaInfo): DirectFileDto {
  return {
    mimetype,
    ...(filename !== null && { filename }),
    ...(sizeBytes !== null && { sizeBytes }),
    ...(seconds !== null && { seconds }),
    ...(width !== null && { width }),
    ...(height !== null && { height }),
  };
}

export function lower(status: MessageStatus): Lowercase<MessageStatus> {
  return status.toLowerCase() as Lowercase<MessageStatus>;
}
