import { classicName, type PublicEvent } from '../../contracts/index.js';

export const WEBHOOK_FORMATS = ['standard', 'classic'] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

/**
 * The body of a delivery. It depends on the event and the installation alone, so every attempt carries the same bytes. With
 * `publicUrl`, the address of the installation, links to files are whole; they open with an API key of the session.
 */
export function bodyOf(format: WebhookFormat, event: PublicEvent, publicUrl?: string): string {
  const told = withWholeLinks(event, publicUrl);
  return JSON.stringify(format === 'standard' ? standardBody(told) : classicBody(told));
}

function withWholeLinks(event: PublicEvent, publicUrl: string | undefined): PublicEvent {
  if (publicUrl === undefined || event.type !== 'message.received' || !event.payload.media) return event;
  const { media } = event.payload;
  return { ...event, payload: { ...event.payload, media: { ...media, url: new URL(media.url, publicUrl).href } } };
}

/** The body for new readers, which old ones understand too: the payload stands at the top level and again under `data`. */
export function standardBody(event: PublicEvent): Record<string, unknown> {
  const { id, type, sessionId, sequence, createdAt, payload } = event;
  const envelope = { id, type, event: classicName(type), sessionId, sequence, createdAt: createdAt.toISOString() };
  return { ...envelope, ...payload, data: payload };
}

/** The body that old readers know, field by field, with the `id` and the `sequence` of the event added. */
export function classicBody(event: PublicEvent): Record<string, unknown> {
  const { id, type, sessionId, sequence } = event;
  return { event: classicName(type), sessionId, ...classicFields(event), id, sequence };
}

function classicFields({ type, payload }: PublicEvent): Record<string, unknown> {
  switch (type) {
    case 'session.qr':
      return { qrCode: payload.qrCode, status: payload.status };
    case 'session.status':
      return { status: payload.status, message: payload.message };
    case 'message.received': {
      const { messageId, from, to, messageType, text, caption, media, timestamp } = payload;
      const what = { ...(text !== null && { text }), ...(caption !== undefined && { caption }) };
      return { messageId, from, to, type: messageType, ...what, ...(media && { mediaUrl: media.url }), timestamp };
    }
    case 'message.status': {
      const { messageId, status, to, timestamp } = payload;
      return { messageId, status, to, timestamp };
    }
    case 'session.paired':
    case 'session.logged_out':
    case 'session.device_added':
    case 'message.reaction':
    case 'message.edited':
    case 'message.deleted':
    case 'message.pinned':
    case 'poll.vote':
    case 'call.received':
    case 'contact.updated':
    case 'chat.updated':
    case 'history.synced':
    case 'group.updated':
    case 'group.participants':
    case 'presence.updated':
    case 'message.undecryptable':
    case 'webhook.disabled':
    case 'usage.limit':
      return { ...payload };
  }
}

/** The body of a ping, the same in both formats: no event of the log, so it has no sequence. */
export function pingBody(ping: { id: string; sessionId: string | null; createdAt: Date }): string {
  const { id, sessionId, createdAt } = ping;
  const envelope = { id, type: 'webhook.test', event: 'webhook_test', sessionId, createdAt: createdAt.toISOString() };
  return JSON.stringify({ ...envelope, data: {} });
}
