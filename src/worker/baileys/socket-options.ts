import type { Agent } from 'node:https';
import type { AuthenticationState, UserFacingSocketConfig, WAVersion } from '@whiskeysockets/baileys';
import { dispatcherThrough } from '../../platform/egress/index.js';
import type { Log } from '../../platform/logging/index.js';
import type { AccountPort } from '../whatsapp/port.js';
import { baileysLog } from './baileys-log.js';
import { durableSignal, type Envelopes } from './durable-signal.js';
import type { GroupChats } from './group-chats.js';
import { inboundReader } from './inbound-facts.js';
import type { Journal } from './journal.js';
import type { OutgoingMessages } from './outgoing-messages.js';
import type { SharedCaches } from './shared-caches.js';

/** What the phone shows in its list of linked devices. */
const DEVICE_NAME: [string, string, string] = ['WaGate', 'Chrome', '1.0.0'];

/** Where a socket goes, and by which way. */
export interface Route {
  /** Undefined: WhatsApp's own. */
  url: string | undefined;
  /** Undefined: the one that Baileys brings. */
  version: WAVersion | undefined;
  /** Makes every connection of the session: to WhatsApp, and to its servers for files. Undefined: directly. */
  agent: Agent | undefined;
}

export interface SocketParts {
  account: AccountPort;
  auth: AuthenticationState;
  journal: Journal;
  envelopes: Envelopes;
  groupChats: Pick<GroupChats, 'metadata'>;
  outgoing: Pick<OutgoingMessages, 'sentBefore'>;
  caches: SharedCaches;
  log: Log;
}

/** Everything that Baileys is to do our way, from the first frame on. */
export function socketOptions(
  { account, auth, journal, envelopes, groupChats, outgoing, caches, log }: SocketParts,
  { url, version, agent }: Route,
): UserFacingSocketConfig {
  return {
    auth,
    logger: baileysLog(log, account.sessionId),
    browser: DEVICE_NAME,
    // The phone keeps its own notifications.
    markOnlineOnConnect: false,
    syncFullHistory: account.syncHistory === 'full',
    // The history is ours to take in: Baileys would hold all of it in memory, and every other event back meanwhile.
    shouldSyncHistoryMessage: () => false,
    defaultQueryTimeoutMs: 20_000,
    // Asking for a message again must not hold up those behind it; how often one is asked for is limited anyway.
    retryRequestDelayMs: 0,
    // Our store stages and retries by itself.
    transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 0 },
    ...caches.of(account.sessionId),
    makeSignalRepository: durableSignal({ account, journal, envelopes, reader: inboundReader(account, auth.creds) }),
    getMessage: async ({ id, remoteJid }) => (id && remoteJid ? outgoing.sentBefore(id, remoteJid) : undefined),
    cachedGroupMetadata: (groupId) => groupChats.metadata(groupId),
    ...(url && { waWebSocketUrl: url }),
    ...(version && { version }),
    // For the WebSocket, for uploads, and for what Baileys fetches by itself: parts of the app state.
    ...(agent && { agent, fetchAgent: agent, options: throughProxy(agent) }),
  };
}

/** Baileys hands the dispatcher on to `fetch` (getHttpStream in messages-media.js, rc14). */
function throughProxy(agent: Agent): RequestInit {
  return { dispatcher: dispatcherThrough(agent) } as unknown as RequestInit;
}
