import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../faults/schedule.js';
import type { Traffic } from '../faults/traffic.js';
import { eventually } from '../support/eventually.js';
import type { Chat, Parties } from '../support/parties.js';

const EMOJI = ['👍', '❤️', '😂'];
const ACCEPT_LIMIT_MS = 180_000;
const ARRIVE_LIMIT_MS = 120_000;

/** Reactions in all chats, both ways, to what arrived there last. They are no messages of their own: they have their own ledger. */
export class Reactions {
  readonly sent: string[] = [];
  readonly said: string[] = [];
  private readonly stopped = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly parties: Parties,
    private readonly traffic: Traffic,
    private readonly options: { everyMs: number; random: Random },
  ) {}

  start(): void {
    this.running = Promise.all(this.parties.chats.map((chat) => this.inChat(chat)));
    this.running.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  /** What is missing or there twice, one sentence each; waits for what is still on its way. */
  async findings(): Promise<string[]> {
    await eventually('all reactions', () => this.missing().length === 0, ARRIVE_LIMIT_MS, 500).catch(() => undefined);
    return [...this.missing(), ...this.doubled()];
  }

  private async inChat(chat: Chat): Promise<void> {
    const { everyMs, random } = this.options;
    const pause = (ms: number) => sleep(ms, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    await pause(everyMs * random());
    while (!this.stopped.signal.aborted) {
      const emoji = EMOJI[Math.floor(random() * EMOJI.length)]!;
      if (random() < 0.5) await this.send(chat, emoji);
      else await this.say(chat, emoji);
      await pause(everyMs);
    }
  }

  private async send({ contact, session, caller }: Chat, emoji: string): Promise<void> {
    const target = this.lastTold(
      contact.phoneNumber,
      this.traffic.said.map(({ chat, id }) => ({ chat, ids: [id] })),
    );
    if (!target) return;
    const key = { 'idempotency-key': `reaction ${this.sent.length} to ${target}` };
    const place = this.sent.push('') - 1;
    await eventually(
      'acceptance of a reaction',
      async () => {
        const body = { to: contact.jid, type: 'reaction', messageId: target, emoji };
        const path = `/sessions/${session.sessionId}/messages`;
        this.sent[place] = (await caller.post<{ messageId: string }>(path, body, key)).messageId;
        return true;
      },
      ACCEPT_LIMIT_MS,
    );
  }

  private async say({ contact, session }: Chat, emoji: string): Promise<void> {
    const target = this.lastTold(contact.phoneNumber, this.traffic.accepted);
    if (!target) return;
    const body = { to: session.phoneNumber, type: 'reaction', messageId: target, emoji };
    const path = `/contacts/${contact.phoneNumber}/messages`;
    this.said.push((await this.parties.sandbox.call<{ messageId: string }>('POST', path, body)).messageId);
  }

  /** The newest message of a chat that the webhook was told of: it has arrived. */
  private lastTold(chat: string, messages: { chat: string; ids: string[] }[]): string | undefined {
    const known = this.told('messageId');
    return messages.findLast((one) => one.chat === chat && one.ids.some((id) => known.has(id)))?.ids[0];
  }

  private missing(): string[] {
    const delivered = this.told('messageId', ({ status }) => status === 'DELIVERED' || status === 'READ');
    const reported = this.told('reactionId');
    return [
      ...this.sent.filter((id) => !delivered.has(id)).map((id) => `reaction ${id} was accepted and never arrived`),
      ...this.said.filter((id) => !reported.has(id)).map((id) => `reaction ${id} was given and never told`),
    ];
  }

  private doubled(): string[] {
    const webhookIds = new Map<unknown, Set<unknown>>();
    for (const { headers, body } of this.parties.receiver.deliveries) {
      const { reactionId } = body['data'] as Record<string, unknown>;
      if (reactionId === undefined) continue;
      webhookIds.set(reactionId, (webhookIds.get(reactionId) ?? new Set()).add(headers['webhook-id']));
    }
    return [...webhookIds].filter(([, ids]) => ids.size > 1).map(([id]) => `reaction ${String(id)} was told twice`);
  }

  /** All values of a field in what the webhook was told. */
  private told(field: string, matches: (data: Record<string, unknown>) => boolean = () => true): Set<unknown> {
    const data = this.parties.receiver.deliveries.map(({ body }) => body['data'] as Record<string, unknown>);
    return new Set(data.filter(matches).flatMap((one) => one[field] ?? []));
  }
}
