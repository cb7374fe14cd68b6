import { Injectable } from '@nestjs/common';
import { type DeliveryOutcome, Outcomes } from './outcomes.repository.js';

const MAX_AT_ONCE = 200;

interface Waiting {
  outcome: DeliveryOutcome;
  done: (isOurs: boolean) => void;
  failed: (error: unknown) => void;
}

/**
 * Lets the outcomes of many lanes share a statement and a wait for the disk: while one batch is being written, the next one
 * gathers. A single outcome is written at once.
 */
@Injectable()
export class OutcomeWriter {
  private waiting: Waiting[] = [];
  private writing = false;

  constructor(private readonly outcomes: Outcomes) {}

  /** Returns when the outcome is durable. False when the lane is not ours any more, or its cursor was moved. */
  write(outcome: DeliveryOutcome): Promise<boolean> {
    return new Promise((done, failed) => {
      this.waiting.push({ outcome, done, failed });
      if (!this.writing) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) await this.writeBatch(this.nextBatch());
    this.writing = false;
  }

  private async writeBatch(batch: Waiting[]): Promise<void> {
    try {
      const ours = await this.outcomes.write(batch.map(({ outcome }) => outcome));
      for (const { outcome, done } of batch) done(ours.has(outcome.lane.key));
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }

  /** One statement can write an event of a webhook only once; a replay may be at one that is also being made again. */
  private nextBatch(): Waiting[] {
    const batch = new Map<string, Waiting>();
    const later: Waiting[] = [];
    for (const entry of this.waiting) {
      const { lane, event } = entry.outcome;
      const what = `${lane.webhook.id}/${event.position}`;
      if (batch.size < MAX_AT_ONCE && !batch.has(what)) batch.set(what, entry);
      else later.push(entry);
    }
    this.waiting = later;
    return [...batch.values()];
  }
}
