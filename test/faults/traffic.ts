import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import type { Ledgers } from './ledgers.js';
import type { Chat, Scene } from './scene.js';
import type { Random } from './schedule.js';

/** One message per chat and direction in this time, as long as it is taken. */
const EVERY_MS = 150;
const ACCEPT_LIMIT_MS = 180_000;
const QUIET_LIMIT_MS = 120_000;
/** A caller that is not sure asks again with its key, this often. */
const UNSURE = 0.1;

/** Messages both ways in all chats of a scene, and what their senders know of them. */
export class Traffic {
  readonly accepted: Ledgers['accepted'] = [];
  readonly said: Ledgers['said'] = [];
  private readonly stopped = new AbortController();
  private readonly flows: Promise<void>[];

  /** Begins at once. */
  constructor(
    private readonly scene: Scene,
    private readonly random: Random,
  ) {
    this.flows = scene.chats.flatMap((chat) => [
      this.repeat((n) => this.send(chat, `to ${chat.contact.phoneNumber}, no. ${n}`)),
      this.repeat((n) => this.say(chat, `from ${chat.contact.phoneNumber}, no. ${n}`)),
    ]);
    // Whoever settles hears of it; until then the run goes on.
    for (const flow of this.flows) flow.catch(() => undefined);
  }

  /** Sends no more, and waits until everything has arrived and was told; false when that does not happen in time. */
  async settle(): Promise<boolean> {
    this.stopped.abort();
    await Promise.all(this.flows);
    return eventually('quiet', () => this.isQuiet(), QUIET_LIMIT_MS).catch(() => false);
  }

  private async repeat(step: (n: number) => Promise<void>): Promise<void> {
    for (let n = 1; !this.stopped.signal.aborted; n++) {
      await sleep(EVERY_MS);
      await step(n);
    }
  }

  /** With one key until it is accepted, whatever becomes of the gateway meanwhile. */
  private async send({ contact, session, caller }: Chat, text: string): Promise<void> {
    const entry = { chat: contact.phoneNumber, text, ids: [] as string[] };
    this.accepted.push(entry);
    const body = { to: contact.jid, type: 'text', text };
    const path = `/sessions/${session.sessionId}/messages`;
    const ask = async () => {
      entry.ids.push((await caller.post<{ messageId: string }>(path, body, { 'idempotency-key': text })).messageId);
      return true;
    };
    await eventually('acceptance', ask, ACCEPT_LIMIT_MS);
    if (this.random() < UNSURE) await eventually('the same answer', ask, ACCEPT_LIMIT_MS);
  }

  private async say({ contact, session }: Chat, text: string): Promise<void> {
    const id = await this.scene.sandbox.say(contact.phoneNumber, session.phoneNumber, text);
    this.said.push({ chat: contact.phoneNumber, text, id });
  }

  private isQuiet(): boolean {
    const told = this.scene.told();
    const received = new Set(told.filter(({ type }) => type === 'message.received').map(({ messageId }) => messageId));
    const ended = told.filter(({ status }) => status === 'DELIVERED' || status === 'READ' || status === 'FAILED');
    const settled = new Set(ended.map(({ messageId }) => messageId));
    return (
      this.said.every(({ id }) => received.has(id)) &&
      this.accepted.every(({ ids }) => ids.some((id) => settled.has(id)))
    );
  }
}
