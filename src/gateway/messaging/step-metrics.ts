import type { MessageStatusFact } from '../../contracts/index.js';
import type { Advanced } from './message-facts.repository.js';
import { receiptDuration, sendDuration, steps } from './messaging-metrics.js';

const RECEIPTS = { DELIVERED: 'delivered', READ: 'read', PLAYED: 'played' } as const;

/** Counts a step that a message has made, and how long it took. */
export function measureStep({ status, at }: MessageStatusFact, { acceptedAt, sentAt }: Advanced): void {
  steps.inc({ status });
  if (status === 'SENT') sendDuration.observe(between(acceptedAt.getTime(), at));
  if (sentAt === null || !(status in RECEIPTS)) return;
  receiptDuration.observe({ receipt: RECEIPTS[status as keyof typeof RECEIPTS] }, between(Date.parse(sentAt), at));
}

/** The clocks are those of different machines, and WhatsApp's has whole seconds. */
function between(startedAt: number, at: string): number {
  return Math.max(0, (Date.parse(at) - startedAt) / 1000);
}
