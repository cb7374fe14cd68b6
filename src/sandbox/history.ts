import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { proto } from '@whiskeysockets/baileys';
import { deliver } from './deliveries.js';
import { newMessageId, seal } from './simulated-phone.js';
import { stanza } from './wire/stanza.js';
import type { Companion } from './users.js';
import type { World } from './world.js';

const { HistorySyncType } = proto.HistorySync;
const { Type } = proto.Message.ProtocolMessage;

/**
 * What a phone tells a companion once after pairing: the app state key, and a history that is empty but for the own name and LID.
 * Without history Baileys holds back what it receives for 20 s after the first login, and never asks for app state.
 */
export function syncNewDevice(world: World, companion: Companion): void {
  companion.synced = true;
  const { user } = companion;
  const work = user.turns.run(async () => {
    await tell(world, companion, keyShare(world));
    const mapping = { pnJid: user.jid('pn'), lidJid: user.jid('lid') };
    const mappings = { phoneNumberToLidMappings: [mapping] };
    await tell(world, companion, history(HistorySyncType.INITIAL_BOOTSTRAP, 1, mappings));
    const pushnames = [{ id: user.jid('pn'), pushname: user.name }];
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

function keyShare(world: World): proto.Message.IProtocolMessage {
  const keyData = {
    keyData: randomBytes(32),
    fingerprint: { rawId: 1, currentIndex: 0, deviceIndexes: [0] },
    timestamp: world.now(),
  };
  const appStateSyncKeyShare = { keys: [{ keyId: { keyId: randomBytes(6) }, keyData }] };
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
