import { deflateSync } from 'node:zlib';
import { proto } from '@whiskeysockets/baileys';
import { conversationsOf, acquaintances } from './conversations.js';
import { deliver } from './deliveries.js';
import { newMessageId, seal } from './simulated-phone.js';
import { stanza } from './wire/stanza.js';
import type { Companion, User } from './users.js';
import type { World } from './world.js';

const { HistorySyncType } = proto.HistorySync;
const { Type } = proto.Message.ProtocolMessage;

/**
 * What a phone tells a companion once after pairing: the app state key, its chats with the messages in them, and the names and LIDs
 * of the people it knows.
 * Without history Baileys holds back what it receives for 20 s after the first login, and never asks for app state.
 */
export function syncNewDevice(world: World, companion: Companion): void {
  companion.synced = true;
  const { user } = companion;
  const work = user.turns.run(async () => {
    await tell(world, companion, keyShare(world, user));
    const people = [user, ...acquaintances(world, user)];
    const phoneNumberToLidMappings = people.map((one) => ({ pnJid: one.jid('pn'), lidJid: one.jid('lid') }));
    const conversations = conversationsOf(world, user);
    await tell(
      world,
      companion,
      history(HistorySyncType.INITIAL_BOOTSTRAP, 1, { phoneNumberToLidMappings, conversations }),
    );
    const pushnames = people.map((one) => ({ id: one.jid('pn'), pushname: one.name }));
    await tell(world, companion, history(HistorySyncType.PUSH_NAME, 2, { pushnames }));
    await tell(world, companion, history(HistorySyncType.RECENT, 3, {}));
  });
  world.background(work, { phoneNumber: user.phoneNumber, device: companion.device });
}

async function tell(
  world: World,
  companion: Companion,
  protocolMessage: proto.Message.IProtocolMessage,
): Promise<void> {
  const { user } = companion;
  const { type, body } = await seal(world, user, companion, { protocolMessage });
  const attrs = {
    from: user.jid('pn'),
    id: newMessageId(),
    t: world.seconds(),
    type: 'text',
    category: 'peer',
    notify: user.name,
  };
  deliver(world, companion, stanza('message', attrs, [stanza('enc', { v: 2, type }, body)]));
}

function keyShare(world: World, { appStateKey }: User): proto.Message.IProtocolMessage {
  const keyData = {
    keyData: appStateKey.data,
    fingerprint: { rawId: 1, currentIndex: 0, deviceIndexes: [0] },
    timestamp: world.now(),
  };
  const appStateSyncKeyShare = { keys: [{ keyId: { keyId: appStateKey.id }, keyData }] };
  return { type: Type.APP_STATE_SYNC_KEY_SHARE, appStateSyncKeyShare };
}

function history(
  syncType: proto.HistorySync.HistorySyncType,
  chunkOrder: number,
  content: Omit<proto.IHistorySync, 'syncType'>,
): proto.Message.IProtocolMessage {
  const encoded = proto.HistorySync.encode({ syncType, chunkOrder, progress: 100, ...content }).finish();
  return {
    type: Type.HISTORY_SYNC_NOTIFICATION,
    historySyncNotification: {
      syncType: syncType as number,
      chunkOrder,
      progress: 100,
      initialHistBootstrapInlinePayload: deflateSync(encoded),
    },
  };
}
