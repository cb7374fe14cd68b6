import type { Ledgers, Routed, Told } from '../faults/ledgers.js';
import type { Account, PairedSession } from './account.js';
import type { Delivery, Receiver } from './receiver.js';
import type { Contact, Sandbox } from './sandbox.js';

/** A contact and the session it talks to. */
export interface Chat {
  contact: Contact;
  session: PairedSession;
  /** One that both are in. */
  group?: string;
  /** Who may send for the session. */
  caller: Account;
}

/** Those around the product who keep ledgers of their own: WhatsApp, the contacts, the webhook's receiver. */
export class Parties {
  readonly sessions: PairedSession[] = [];
  readonly chats: Chat[] = [];

  constructor(
    readonly sandbox: Sandbox,
    readonly receiver: Receiver,
  ) {}

  /** All ledgers of this moment, with what the callers and the contacts noted themselves. */
  async ledgers(noted: Pick<Ledgers, 'accepted' | 'said'>): Promise<Ledgers> {
    const shown = await Promise.all(this.chats.map((chat) => this.shown(chat)));
    const { accepted, said } = noted;
    return { accepted, said, shown: shown.flat(), ...(await this.routed()), told: this.told() };
  }

  /** What the webhook's receiver answered with success. */
  told(): Told[] {
    const phones = new Map(
      this.chats.flatMap(
        ({ contact: { jid, lid, phoneNumber }, group }) =>
          [[jid, phoneNumber], [lid, phoneNumber], ...(group ? [[group, group] as const] : [])] as const,
      ),
    );
    return this.receiver.deliveries.map((delivery) => toldBy(delivery, phones));
  }

  /** What WhatsApp's server was handed by the sessions, and how often these could not decrypt what they got. */
  private async routed(): Promise<{ routed: Routed[]; askedAgain: number }> {
    const limit = '200000';
    const all = await Promise.all(
      this.sessions.map(async ({ phoneNumber }) => ({
        out: await this.sandbox.messages({ from: phoneNumber, limit }),
        in: await this.sandbox.messages({ to: phoneNumber, limit }),
      })),
    );
    const groups = this.chats.flatMap(({ group }) => group ?? []);
    const inGroups = await Promise.all(groups.map((to) => this.sandbox.messages({ to, limit })));
    const routed = all.flatMap(({ out }) => out.map((message) => ({ ...message, chat: message.to })));
    const receipts = [...all.flatMap((session) => session.in), ...inGroups.flat()].flatMap(({ receipts }) => receipts);
    return { routed, askedAgain: receipts.filter(({ type }) => type === 'retry').length };
  }

  /** What the phone of a contact shows of its sessions. */
  private async shown({ contact, group }: Chat): Promise<Ledgers['shown']> {
    const path = `/contacts/${contact.phoneNumber}/inbox`;
    const { messages } = await this.sandbox.call<{ messages: Shown[] }>('GET', path);
    return messages.flatMap(({ id, to, text, content }) => {
      const said = text ?? content?.caption;
      // What says nothing, such as a reaction, has no place among the messages.
      return said ? [{ id, text: said, chat: to === group ? to : contact.phoneNumber }] : [];
    });
  }
}

interface Shown {
  id: string;
  to: string;
  text: string | null;
  content: { caption?: string } | null;
}

function toldBy({ headers, body }: Delivery, phones: Map<string, string>): Told {
  const { type, sessionId, sequence, data } = body as unknown as Told & { data: Record<string, string | null> };
  const chat = phones.get(data['chatId'] ?? '');
  const { messageId, status, detail } = data;
  const text = data['text'] ?? data['caption'];
  return {
    ...{ webhookId: String(headers['webhook-id']), sessionId, sequence, type },
    ...(chat && { chat }),
    ...(messageId && { messageId }),
    ...(text && { text }),
    ...(status && { status }),
    ...(detail && { detail }),
  };
}
