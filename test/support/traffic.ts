import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account, PairedSession } from './account.js';
import { eventually } from './eventually.js';
import type { Receiver } from './receiver.js';
import type { Contact, Sandbox } from './sandbox.js';

/**
 * Messages in both directions on many sessions at once, and the three ledgers that must agree afterwards: what the API
 * accepted, what WhatsApp and its phones saw, what the webhook got.
 */
export class Traffic {
  readonly accepted: string[] = [];
  readonly said: string[] = [];
  private readonly failures: unknown[] = [];
  private flowing = false;
  private lanes: Promise<void>[] = [];

  constructor(
    private readonly sandbox: Sandbox,
    private readonly user: Account,
    private readonly sessions: PairedSession[],
    private readonly contact: Contact,
    private readonly receiver: Receiver,
  ) {}

  /** Each session sends and gets one message every `everyMs`, about. */
  start(everyMs: number): void {
    this.flowing = true;
    this.lanes = this.sessions.flatMap((session) => [
      this.lane(everyMs, async (number) => {
        // A request whose answer got lost is made again.
        const key = { 'idempotency-key': randomUUID() };
        this.accepted.push(await this.user.send(session.sessionId, this.contact.jid, `out ${number}`, key));
      }),
      this.lane(everyMs, async (number) => {
        this.said.push(await this.sandbox.say(this.contact.phoneNumber, session.phoneNumber, `in ${number}`));
      }),
    ]);
  }

  /** Sends no more. */
  async stop(): Promise<void> {
    this.flowing = false;
    await Promise.all(this.lanes);
  }

  /** Sends no more, and waits until everything has arrived, once. */
  async settle(limitMs = 60_000): Promise<void> {
    await this.stop();
    expect(this.failures).toEqual([]);
    await eventually('every message at the contact', () => this.missing(this.accepted, this.inbox()), limitMs);
    await eventually('every message at the webhook', () => this.missing(this.said, this.delivered()), limitMs);
    expect(repeated(await this.inbox(), this.accepted)).toEqual([]);
    expect(repeated(this.delivered(), this.said)).toEqual([]);
    expect((await this.sandbox.messages()).filter(({ decryptError }) => decryptError)).toEqual([]);
  }

  private async lane(everyMs: number, step: (number: number) => Promise<void>): Promise<void> {
    for (let number = 0; this.flowing; number++) {
      await step(number).catch((error: unknown) => this.failures.push(error));
      await sleep(everyMs * (0.5 + Math.random()));
    }
  }

  private async missing(wanted: string[], found: string[] | Promise<string[]>): Promise<true> {
    const there = new Set(await found);
    const missing = wanted.filter((id) => !there.has(id));
    if (missing.length > 0) throw new Error(`${missing.length} of ${wanted.length} are missing, such as ${missing[0]}`);
    return true;
  }

  private async inbox(): Promise<string[]> {
    const path = `/contacts/${this.contact.phoneNumber}/inbox`;
    const { messages } = await this.sandbox.call<{ messages: { id: string }[] }>('GET', path);
    return messages.map(({ id }) => id);
  }

  private delivered(): string[] {
    return this.receiver.matching({ event: 'message_received' }).map(({ body }) => String(body['messageId']));
  }
}

function repeated(found: string[], wanted: string[]): string[] {
  const known = new Set(wanted);
  return found.filter((id, at) => known.has(id) && found.indexOf(id) !== at);
}
