import { type Channel, channel } from 'node:diagnostics_channel';

/** The steps of a message that a crash must survive, in their order. */
export const CHECKPOINTS = [
  // Accepting: what was asked for is written but not committed; it is committed and the caller does not know yet.
  'accept.written',
  'accept.committed',
  // Sending: the row is taken, the message encrypted, its frame written, WhatsApp's answer heard, the row settled.
  'send.taken',
  'send.encrypted',
  'send.written',
  'send.acknowledged',
  'send.settled',
  // Receiving: the message is decrypted, and staged together with the ratchet that opened it.
  'receive.decrypted',
  'receive.staged',
  // The account's log, for both: a batch is about to be committed, is committed, the log was replaced by a snapshot.
  'account.committing',
  'account.committed',
  'account.snapshotted',
  // The output gate, for messages, receipts and acks alike.
  'frame.leaving',
  'frame.left',
  // Taking in: facts became rows and events, not committed; and committed.
  'ingest.written',
  'ingest.committed',
  // Telling: a webhook has answered; its answer is kept.
  'webhook.answered',
  'webhook.kept',
] as const;
export type Checkpoint = (typeof CHECKPOINTS)[number];

const channels = Object.fromEntries(CHECKPOINTS.map((name) => [name, channel(`wagate:${name}`)])) as Record<
  Checkpoint,
  Channel
>;

/** Says that a message has come this far. Synchronous: subscribers run before the next line does. */
export function checkpoint(name: Checkpoint): void {
  channels[name].publish(name);
}
