import { deflateSync } from 'node:zlib';
import { proto } from '@whiskeysockets/baileys';
import { conversationsOf, acquaintances } from './conversations.js';
import { tellCompanion } from './peer.js';
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
    await tellCompanion(world, companion, keyShare(world, user));
    const people = [user, ...acquaintances(world, user)];
    const phoneNumberToLidMappings = people.map((one) => ({ pnJid: one.jid('pn'), lidJid: one.jid('lid') }));
    const conversations = conversationsOf(world, user, 'newest');
    await tellCompanion(
      world,
      companion,
      inline(HistorySyncType.INITIAL_BOOTSTRAP, 1, { phoneNumberToLidMappings, conversations }),
    );
    const pushnames = people.map((one) => ({ id: one.jid('pn'), pushname: one.name }));
    await tellCompanion(world, companion, inline(HistorySyncType.PUSH_NAME, 2, { pushnames }));
    const older = { conversations: conversationsOf(world, user, 'older') };
    await tellCompanion(world, companion, await uploaded(world, HistorySyncType.RECENT, 3, older));
  });
  world.background(work, { phoneNumber: user.phoneNumber, device: companion.device });
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

type HistoryType = proto.HistorySync.HistorySyncType;
type History = Omit<proto.IHistorySync, 'syncType'>;

/** A small piece of history goes along with the message that tells of it. */
function inline(syncType: HistoryType, chunkOrder: number, content: History): proto.Message.IProtocolMessage {
  const payload = packed(syncType, chunkOrder, content);
  return notification(syncType, chunkOrder, { initialHistBootstrapInlinePayload: payload });
}

/** A large one lies on the media server, like a file. */
async function uploaded(
  world: World,
  syncType: HistoryType,
  chunkOrder: number,
  content: History,
): Promise<proto.Message.IProtocolMessage> {
  const { url: _url, ...file } = await world.media.publish(packed(syncType, chunkOrder, content), 'History');
  return notification(syncType, chunkOrder, file);
}

function packed(syncType: HistoryType, chunkOrder: number, content: History): Buffer {
  return deflateSync(proto.HistorySync.encode({ syncType, chunkOrder, progress: 100, ...content }).finish());
}

function notification(
  syncType: HistoryType,
  chunkOrder: number,
  where: proto.Message.IHistorySyncNotification,
): proto.Message.IProtocolMessage {
  const historySyncNotification = { syncType: syncType as number, chunkOrder, progress: 100, ...where };
  return { type: Type.HISTORY_SYNC_NOTIFICATION, historySyncNotification };
}
