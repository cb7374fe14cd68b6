import type { AcceptedMessage, Progress } from './message.js';
import type { ClassicAnswerDto, SendAnswerDto } from './message-answers.dto.js';

/** How a sending route tells what became of the message. */
export type AnswerShape = (message: AcceptedMessage, progress: Progress) => SendAnswerDto | ClassicAnswerDto;

export function fullAnswer(message: AcceptedMessage, { status, failure }: Progress): SendAnswerDto {
  const { messageId, sessionId, to, content, clientRef, sendAt, acceptedAt } = message;
  return {
    messageId,
    sessionId,
    to,
    type: content.type,
    status,
    ...(failure !== null && { failure }),
    ...(clientRef !== null && { clientRef }),
    ...(sendAt !== null && { sendAt: sendAt.toISOString() }),
    timestamp: epochSeconds(acceptedAt),
    createdAt: acceptedAt.toISOString(),
  };
}

/** Readers of the older routes know two outcomes; accepted is a success, as long as it has not failed for good. */
export function classicAnswer(
  { messageId, acceptedAt }: AcceptedMessage,
  { status, failure }: Progress,
): ClassicAnswerDto {
  const hasFailed = status === 'FAILED' || status === 'EXPIRED' || status === 'CANCELLED';
  const timestamp = epochSeconds(acceptedAt);
  return { status: hasFailed ? 'error' : 'success', messageId, timestamp, ...(failure !== null && { failure }) };
}

export function epochSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
