import type { Agent } from 'node:https';
import { proto, type WASocket } from '@whiskeysockets/baileys';
import { bareJid, type ContactTold, type HistoryFact, parseJid } from '../../../contracts/index.js';
import type { Log } from '../../../platform/logging/index.js';
import { Loop } from '../../../platform/loop/index.js';
import { type AccountPort, MediaDamaged, MediaGone } from '../../whatsapp/port.js';
import { ownAddresses } from '../account-keys.js';
import { timersRemembered } from '../chat-timers.js';
import type { Way } from '../media-download.js';
import { knownPhone } from '../known-phone.js';
import { type HistoryPart, historyParts } from './history-blob.js';
import { historyChat, historyContact, historyMessages, type HistoryReader } from './history-facts.js';
import { finished, type HistoryDone, type HistoryTask, nextTask, progressed } from './history-task.js';
import { UnreadableHistory } from './top-level-fields.js';
import { keepTrustedContact } from './trusted-contacts.js';

/** What one commit takes in. */
const MESSAGES_A_SLICE = 100;
const PEOPLE_A_SLICE = 500;
const IDLE_MS = 60_000;
const STOP_LIMIT_MS = 1_000;
/** After so many failed tries a piece is given up. */
const MAX_FAILURES = 8;

const PARTS: Partial<Record<proto.HistorySync.HistorySyncType, HistoryFact['part']>> = {
  [proto.HistorySync.HistorySyncType.INITIAL_BOOTSTRAP]: 'initial',
  [proto.HistorySync.HistorySyncType.RECENT]: 'recent',
  [proto.HistorySync.HistorySyncType.FULL]: 'full',
  [proto.HistorySync.HistorySyncType.PUSH_NAME]: 'names',
};

export interface ImportParts {
  account: AccountPort;
  sock: Pick<WASocket, 'refreshMediaConn' | 'authState' | 'signalRepository'>;
  /** Of the session's proxy; undefined: directly. */
  agent: Agent | undefined;
  log: Log;
}

type Slice = Pick<HistoryFact, 'chats' | 'messages' | 'contacts'>;

/**
 * Takes in what the phone hands over of the past, over one connection: slice by slice, each with how far it is in one commit. A
 * process that dies goes on at the part where it was, and what comes twice is known by the gateways.
 */
export class HistoryImport {
  private readonly loop: Loop;
  private readonly over = new AbortController();

  constructor(private readonly parts: ImportParts) {
    this.loop = new Loop({ name: 'history', run: () => this.step(), idleMs: IDLE_MS, log: parts.log });
  }

  start(): void {
    this.loop.start();
  }

  /** There may be another piece. */
  nudge(): void {
    this.loop.nudge();
  }

  async stop(): Promise<void> {
    this.over.abort();
    await this.loop.stop(STOP_LIMIT_MS);
  }

  private async step(): Promise<'more' | 'idle'> {
    const next = nextTask(this.parts.account);
    if (!next || this.over.signal.aborted) return 'idle';
    const { id, task, done } = next;
    try {
      await this.takeIn(id, task, { ...done });
    } catch (error) {
      if (this.over.signal.aborted) return 'idle';
      const isLost = [MediaGone, MediaDamaged, UnreadableHistory].some((kind) => error instanceof kind);
      const failures = (nextTask(this.parts.account)?.done.failures ?? 0) + 1;
      if (!isLost && failures < MAX_FAILURES) {
        this.parts.account.write(progressed(id, { ...done, failures }));
        throw error;
      }
      const { sessionId } = this.parts.account;
      this.parts.log.error({ err: error, sessionId, type: task.type }, 'a piece of history could not be taken in');
      this.parts.account.write(finished(id));
    }
    return 'more';
  }

  private async takeIn(id: string, task: HistoryTask, done: HistoryDone): Promise<void> {
    let people: ContactTold[] = [];
    let part = 0;
    for await (const found of historyParts(this.parts.sock, task, this.way)) {
      if (part++ < done.parts) continue;
      if (found.kind === 'chat') await this.takeChat(id, task, found.chat, done);
      else people.push(...(await this.personIn(found)));
      if (found.kind === 'chat' || people.length >= PEOPLE_A_SLICE) {
        done.parts = part;
        await this.commit(id, task, { chats: [], messages: [], contacts: people }, done);
        people = [];
      }
    }
    const { chats, messages, contacts } = done;
    const totals = { chats, messages, contacts: contacts + people.length };
    const last = this.factOf(task, { chats: [], messages: [], contacts: people }, totals);
    await this.write(() => this.parts.account.write(finished(id), [last]));
  }

  private get way(): Way {
    return { agent: this.parts.agent, signal: this.over.signal };
  }

  private async takeChat(id: string, task: HistoryTask, told: proto.IConversation, done: HistoryDone): Promise<void> {
    const { sock } = this.parts;
    const contact = historyContact(told);
    await this.learn(contact);
    const { lidMapping } = sock.signalRepository;
    await keepTrustedContact(sock.authState.keys, told, (phone) => lidMapping.getLIDForPN(phone));
    const messages = await historyMessages(told, this.reader());
    const chat = historyChat(told, messages);
    if (!chat) return;
    for (let at = 0; at < messages.length; at += MESSAGES_A_SLICE) {
      const slice = messages.slice(at, at + MESSAGES_A_SLICE);
      await this.commit(id, task, { chats: [], messages: slice, contacts: [] }, done);
    }
    await this.commit(id, task, { chats: [chat], messages: [], contacts: contact ? [contact] : [] }, done);
  }

  private async personIn(found: Exclude<HistoryPart, { kind: 'chat' }>): Promise<ContactTold[]> {
    if (found.kind === 'pair') {
      await this.learn({ whatsappId: found.pair.pnJid ?? null, lid: found.pair.lidJid ?? null });
      return [];
    }
    const jid = bareJid(found.name.id ?? '');
    const kind = parseJid(jid)?.kind;
    const pushName = found.name.pushname;
    if (!pushName || (kind !== 'person' && kind !== 'lid')) return [];
    return [{ whatsappId: kind === 'person' ? jid : null, lid: kind === 'lid' ? jid : null, pushName }];
  }

  /** Tells Baileys, too: from there it becomes a fact, like pairs from anywhere else. */
  private async learn(person: Pick<ContactTold, 'whatsappId' | 'lid'> | null): Promise<void> {
    const { whatsappId: pn, lid } = person ?? {};
    if (pn && lid) await this.parts.sock.signalRepository.lidMapping.storeLIDPNMappings([{ lid, pn }]);
  }

  private async commit(id: string, task: HistoryTask, slice: Slice, done: HistoryDone): Promise<void> {
    done.chats += slice.chats.length;
    done.messages += slice.messages.length;
    done.contacts += slice.contacts.length;
    const isEmpty = slice.chats.length + slice.messages.length + slice.contacts.length === 0;
    const facts = isEmpty ? [] : [this.factOf(task, slice, null)];
    const remember = {
      ...progressed(id, { ...done }),
      ...timersRemembered(slice.chats.filter(({ ephemeralSeconds }) => ephemeralSeconds !== null)),
    };
    await this.write(() => this.parts.account.write(remember, facts));
  }

  /** The next slice is read when this one is durable, so that no more than one is in memory. */
  private async write(stage: () => void): Promise<void> {
    this.over.signal.throwIfAborted();
    stage();
    await this.parts.account.barrier();
  }

  private factOf({ type, progress }: HistoryTask, slice: Slice, totals: HistoryFact['totals']) {
    const payload: HistoryFact = { part: PARTS[type] ?? 'recent', progress, ...slice, totals };
    return { kind: 'history.told', payload } as const;
  }

  private reader(): HistoryReader {
    const { account, sock } = this.parts;
    const own = ownAddresses(sock.authState.creds);
    return {
      sessionId: account.sessionId,
      me: own[0] ?? '',
      isMe: (jid) => own.includes(bareJid(jid)),
      byPhone: (jid) => knownPhone(account, jid),
    };
  }
}
