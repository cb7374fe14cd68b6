import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import type { Chat, Parties } from '../support/parties.js';
import type { Ledgers } from './ledgers.js';
import type { Random } from './schedule.js';

const ACCEPT_LIMIT_MS = 180_000;
/** So many of a contact's messages may be on their way to the webhook: it waits for these, as long as it takes. */
const ON_THE_WAY = 30;
/** Without any news for so long nothing more will come. */
const STALLED_MS = 60_000;
const QUIET_LIMIT_MS = 600_000;
const LOOK_MS = 200;
/** A caller that is not sure asks again with its key, this often. */
const UNSURE = 0.1;

export interface TrafficOptions {
  random: Random;
  /** One message per chat and direction in this time, as long as it is taken. */
  everyMs: number;
  /** What is written; without it, texts to the chat's contact and from it. */
  wording?: Wording;
}

/** Makes a message of a text. `chat` is where it is found in the ledgers: a phone number, or a group. */
export interface Wording {
  toSend(chat: Chat, text: string): { chat: string; body: Record<string, unknown> };
  toSay(chat: Chat, text: string): { chat: string; body: Record<string, unknown> };
}

const TEXTS: Wording = {
  toSend: ({ contact }, text) => ({ chat: contact.phoneNumber, body: { to: contact.jid, type: 'text', text } }),
  toSay: ({ contact, session }, text) => ({ chat: contact.phoneNumber, body: { to: session.phoneNumber, text } }),
};

/** Messages both ways in all chats, and what their senders know of them. It can be started again: the notes go on. */
export class Traffic {
  readonly accepted: Ledgers['accepted'] = [];
  readonly said: Ledgers['said'] = [];
  private stopped = new AbortController();
  private flows: Promise<void>[] = [];
  private number = 0;
  private readonly heard = new Set<unknown>();
  private deliveriesRead = 0;
  private readonly wording: Wording;

  constructor(
    private readonly parties: Parties,
    private readonly options: TrafficOptions,
  ) {
    this.wording = options.wording ?? TEXTS;
  }

  start(): void {
    this.stopped = new AbortController();
    this.flows = this.parties.chats.flatMap((chat) => [
      this.repeat((n) => this.send(chat, `to ${chat.contact.phoneNumber}, no. ${n}`)),
      this.repeat((n) => this.say(chat, `from ${chat.contact.phoneNumber}, no. ${n}`)),
    ]);
    // Whoever settles hears of it; until then the run goes on.
    for (const flow of this.flows) flow.catch(() => undefined);
  }

  /** Sends no more; what is on its way is not waited for. */
  async stop(): Promise<void> {
    this.stopped.abort();
    await Promise.all(this.flows);
  }

  /** Sends no more, and waits until everything has arrived and was told, or until nothing comes any more. */
  async settle(): Promise<void> {
    await this.stop();
    await eventually('rest', () => this.isQuiet() || this.isStalled(), QUIET_LIMIT_MS, LOOK_MS);
  }

  private async repeat(step: (n: number) => Promise<void>): Promise<void> {
    const { everyMs, random } = this.options;
    await sleep(everyMs * random());
    while (!this.stopped.signal.aborted) {
      await sleep(everyMs);
      await step(++this.number);
    }
  }

  /** With one key until it is accepted, whatever becomes of the gateway meanwhile. */
  private async send(to: Chat, text: string): Promise<void> {
    const { session, caller } = to;
    const { chat, body } = this.wording.toSend(to, text);
    const entry = { chat, text, ids: [] as string[] };
    this.accepted.push(entry);
    const path = `/sessions/${session.sessionId}/messages`;
    const ask = async () => {
      entry.ids.push((await caller.post<{ messageId: string }>(path, body, { 'idempotency-key': text })).messageId);
      return true;
    };
    await eventually('acceptance', ask, ACCEPT_LIMIT_MS);
    if (this.options.random() < UNSURE) await eventually('the same answer', ask, ACCEPT_LIMIT_MS);
  }

  private async say(from: Chat, text: string): Promise<void> {
    const { chat, body } = this.wording.toSay(from, text);
    const path = `/contacts/${from.contact.phoneNumber}/messages`;
    const { messageId: id } = await this.parties.sandbox.call<{ messageId: string }>('POST', path, body);
    this.said.push({ chat, text, id });
    const mine = this.said.filter((one) => one.chat === chat).slice(-ON_THE_WAY);
    const oldest = mine.length === ON_THE_WAY ? mine[0]?.id : undefined;
    await eventually('room', () => this.stopped.signal.aborted || !oldest || this.hears(oldest), QUIET_LIMIT_MS);
  }

  private hears(messageId: string): boolean {
    const { deliveries } = this.parties.receiver;
    for (const { body } of deliveries.slice(this.deliveriesRead)) {
      if (body['type'] === 'message.received') this.heard.add(body['messageId']);
    }
    this.deliveriesRead = deliveries.length;
    return this.heard.has(messageId);
  }

  private isStalled(): boolean {
    return Date.now() - (this.parties.receiver.deliveries.at(-1)?.at ?? 0) > STALLED_MS;
  }

  private isQuiet(): boolean {
    const told = this.parties.told();
    const received = new Set(told.filter(({ type }) => type === 'message.received').map(({ messageId }) => messageId));
    const ended = told.filter(({ status }) => status === 'DELIVERED' || status === 'READ' || status === 'FAILED');
    const settled = new Set(ended.map(({ messageId }) => messageId));
    return (
      this.said.every(({ id }) => received.has(id)) &&
      this.accepted.every(({ ids }) => ids.some((id) => settled.has(id)))
    );
  }
}
