import type { BinaryNode, GroupMetadata, WASocket } from '@whiskeysockets/baileys';
import type { OutboxMessage } from '../../contracts/index.js';
import { type AccountPort, NotSendable } from '../whatsapp/port.js';
import { disappearing, timerOf } from './chat-timers.js';
import { groupChange } from './group-changes.js';
import { GroupMemory } from './group-memory.js';
import { namesIn, refuseSilenced, writtenIn } from './group-writing.js';
import { tap } from './internals.js';
import { KEY_HOLDERS, KeyHolders } from './key-holders.js';
import { knownPhone } from './known-phone.js';
import { isGroup } from './outbound-content.js';

export interface GroupParts {
  account: AccountPort;
  /** There once the connection is made, as are `own`, the account's addresses. */
  sock: () => WASocket;
  own: () => string[];
}

/** Groups as chats of one connection: who is in them, how they are written to, and who holds our keys. */
export class GroupChats {
  readonly keyHolders = new KeyHolders();
  readonly memory: GroupMemory;

  constructor(private readonly parts: GroupParts) {
    this.memory = new GroupMemory({
      one: (groupId) => this.sock.groupMetadata(groupId),
      all: async () => Object.values(await this.sock.groupFetchAllParticipating()),
    });
  }

  listen(): void {
    tap(this.sock, 'CB:notification,type:w:gp2', (node) => this.onChange(node));
    tap(this.sock, 'CB:notification,type:picture', (node) => this.tell(node));
    tap(this.sock, 'CB:ack,class:message', ({ attrs }) => {
      if (attrs['from'] && isGroup(attrs['from'])) this.onAnswer(attrs['from'], !attrs['error']);
    });
  }

  metadata(groupId: string): Promise<GroupMetadata> {
    return this.memory.of(groupId);
  }

  /** As a message is written where it goes to. Throws NotSendable where the account may not write. */
  async written(message: OutboxMessage): Promise<OutboxMessage> {
    if (!isGroup(message.to)) return disappearing(message, timerOf(this.parts.account, message.to));
    const group = await this.memory.of(message.to).catch(refuseStranger);
    refuseSilenced(group, this.parts.own(), message);
    return writtenIn(group, message);
  }

  /** The address of a person in a chat. */
  async nameIn(chat: string, jid: string): Promise<string> {
    return isGroup(chat) ? namesIn(await this.memory.of(chat))(jid) : jid;
  }

  private get sock(): WASocket {
    return this.parts.sock();
  }

  private onChange(node: BinaryNode): void {
    const { attrs, content } = node;
    const group = attrs['from'];
    if (!group) return;
    this.memory.forget(group);
    this.tell(node);
    const [change] = Array.isArray(content) ? content : [];
    if (change?.tag === 'remove' || change?.tag === 'leave') void this.renewSenderKey(group).catch(() => undefined);
  }

  /** Committed before WhatsApp is told that we have the notification, since no frame leaves before what was written. */
  private tell(node: BinaryNode): void {
    const { account } = this.parts;
    const change = groupChange(node, account, (jid) => knownPhone(account, jid));
    if (change) account.write(change.remember, [change.fact]);
  }

  /** A refusal says that the group is not as it is remembered. */
  private onAnswer(group: string, isTaken: boolean): void {
    if (!isTaken) this.memory.forget(group);
    const remember = this.keyHolders.answered(group, isTaken, this.parts.account.read(KEY_HOLDERS, group));
    if (Object.keys(remember).length > 0) this.parts.account.write(remember, [], 'soon');
  }

  /** Who has left must not read on: the next message makes a new key, and brings it to those who are there. */
  private async renewSenderKey(group: string): Promise<void> {
    const { authState, signalRepository } = this.sock;
    const { me } = authState.creds;
    const names = [me?.id, me?.lid]
      .filter((jid): jid is string => !!jid)
      .map((jid) => senderKeyName(group, signalRepository.jidToSignalProtocolAddress(jid)));
    const forgotten = Object.fromEntries(names.map((name) => [name, null]));
    await authState.keys.transaction(async () => {
      await authState.keys.set({ 'sender-key': forgotten, [KEY_HOLDERS]: { [group]: null } });
    }, me?.id ?? '');
  }
}

/** How Baileys calls the record of a sender key; `address` is `user.device` (lib/Signal/Group/sender-key-name.js, rc14). */
export function senderKeyName(group: string, address: string): string {
  return `${group}::${address.replace('.', '::')}`;
}

/** What WhatsApp answers for a group that the account is not in, or that is none. */
function refuseStranger(error: unknown): never {
  const { data } = error as { data?: unknown };
  throw data === 403 || data === 404 ? new NotSendable('NOT_IN_GROUP') : error;
}
