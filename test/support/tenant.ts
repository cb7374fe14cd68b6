import type { Account, PairedSession } from './account.js';
import { eventually } from './eventually.js';
import type { Gateway } from './gateway.js';
import type { Values } from './openapi.js';
import type { Receiver } from './receiver.js';
import type { Contact, Sandbox } from './sandbox.js';

/** The smallest PNG, which is enough to be a file. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A user with one thing of every kind that users can have, and the words by which it would be known if it were shown. */
export interface Tenant {
  user: Account;
  userId: string;
  session: PairedSession;
  contact: Contact;
  /** Ids by the names that the API calls them. */
  ids: Values;
  /** Whoever sees one of these sees something of this user. */
  traces: string[];
}

export async function newTenant(
  { sandbox, gateway, receiver }: { sandbox: Sandbox; gateway: Gateway; receiver: Receiver },
  name: string,
): Promise<Tenant> {
  const user = await gateway.register(`${name}@example.org`);
  const { id: userId } = await user.get<{ id: string }>('/auth/me');
  const session = await user.pair(sandbox, { sessionId: `session-of-${name}` });
  const contact = await sandbox.contact({ name: `a friend of ${name}` });
  const { sessionId } = session;
  const webhook = await user.post<{ id: string }>('/webhooks', { url: `${receiver.url}/${name}`, sessionId });
  const messageId = await sandbox.say(contact.phoneNumber, session.phoneNumber, `a word to ${name}`);
  const batch = { messages: [{ to: contact.jid, type: 'text', text: `a word of ${name}` }] };
  const { batchId } = await user.post<{ batchId: string }>(`/sessions/${sessionId}/messages/bulk`, batch);
  const key = await user.post<{ id: string }>('/api-keys', { name: `the key of ${name}` });
  const template = await user.post<{ id: string }>('/templates', { name: `template-of-${name}`, body: 'Hello' });
  const group = { subject: `the group of ${name}`, participants: [contact.jid] };
  const { groupId } = await user.post<{ groupId: string }>(`/sessions/${sessionId}/groups`, group);
  const { channelId } = await user.post<{ channelId: string }>(`/sessions/${sessionId}/channels`, { name });
  const mediaId = await upload(gateway, user, sessionId);
  const deliveryId = await eventually('a delivery', () => firstDelivery(user, webhook.id));
  await eventually('the message', () => user.message(sessionId, messageId).catch(() => undefined));
  const dataExportId = await dataExport(user);
  return {
    ...{ user, userId, session, contact },
    ids: {
      ...{ sessionId, messageId, replyTo: messageId, batchId, mediaId, groupId, deliveryId, template: template.id },
      ...{ 'webhooks/id': webhook.id, 'api-keys/id': key.id, 'users/id': userId, userId, media: { mediaId } },
      ...{ channelId, dataExportId, chatId: contact.jid, contactId: contact.jid },
    },
    traces: [
      ...[sessionId, `of ${name}`, `to ${name}`, `${name}@example.org`, `template-of-${name}`, userId],
      ...[messageId, session.phoneNumber, contact.phoneNumber, webhook.id, key.id, mediaId, groupId, dataExportId],
    ],
  };
}

/** A small picture, uploaded for a session; gives its id. */
export async function upload(gateway: { url: string }, { headers }: Account, sessionId: string): Promise<string> {
  const form = new FormData();
  form.set('sessionId', sessionId);
  form.set('file', new Blob([PNG], { type: 'image/png' }), 'dot.png');
  const answer = await fetch(`${gateway.url}/api/v1/media`, { method: 'POST', headers, body: form });
  return ((await answer.json()) as { mediaId: string }).mediaId;
}

/** Waits until the archive is there. */
export async function dataExport(user: Account, body: Record<string, string> = {}): Promise<string> {
  const { id } = await user.post<{ id: string }>('/data-exports', body);
  const isReady = async () => (await user.get<{ status: string }>(`/data-exports/${id}`)).status === 'READY';
  await eventually('an archive', isReady, 60_000);
  return id;
}

async function firstDelivery(user: Account, webhookId: string): Promise<string | undefined> {
  const { deliveries } = await user.get<{ deliveries: { id: string }[] }>(`/webhooks/${webhookId}/deliveries`);
  return deliveries[0]?.id;
}
