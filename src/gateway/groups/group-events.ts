import { type GroupActFact, type InboxFact, type NewEvent, phoneOf } from '../../contracts/index.js';

export type GroupFact = Extract<InboxFact, { kind: 'group.updated' | 'group.participants' }>;

export function groupEvent({ kind, payload }: GroupFact): NewEvent {
  const about = actView(payload);
  const { groupId: chatId } = payload;
  if (kind === 'group.updated') return { type: kind, chatId, payload: { ...about, changes: payload.changes } };
  const participants = payload.participants.map((one) => ({ ...one, phoneNumber: phoneOf(one.id) }));
  return { type: kind, chatId, payload: { ...about, action: payload.action, participants } };
}

function actView({ groupId, changeId, by, byLid, pushName, timestamp }: GroupActFact) {
  const phoneNumber = by === null ? null : phoneOf(by);
  return { groupId, changeId, chatId: groupId, from: by, phoneNumber, lid: byLid, pushName, timestamp };
}
