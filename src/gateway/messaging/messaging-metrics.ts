import { counter, histogram, LONG, SHORT } from '../../platform/metrics/index.js';

export const accepted = counter('wagate_messages_accepted_total', 'Messages that callers were promised to be sent', [
  'kind',
]);

export const acceptDuration = histogram(
  'wagate_message_accept_duration_seconds',
  'Time to make an accepted message, or a batch of them, durable: quota, transaction and commit',
  SHORT,
);

export const steps = counter(
  'wagate_message_steps_total',
  'Steps that sent messages made: SENT, DELIVERED, READ, PLAYED, or their end FAILED or EXPIRED',
  ['status'],
);

export const sendDuration = histogram(
  'wagate_message_send_duration_seconds',
  "From the acceptance of a message, or its sendAt, to WhatsApp's acknowledgement, with all waiting in between",
  LONG,
);

export const receiptDuration = histogram(
  'wagate_message_receipt_duration_seconds',
  "From WhatsApp's acknowledgement of a message to a recipient's first receipt; WhatsApp tells whole seconds",
  LONG,
  ['receipt'],
);

export const received = counter(
  'wagate_messages_received_total',
  'Messages that came in, by result: stored, again (one that was there already), undecryptable, own (sent from another device)',
  ['kind', 'result'],
);
