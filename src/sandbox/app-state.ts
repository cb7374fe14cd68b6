import { proto } from '@whiskeysockets/baileys';
import { notify } from './deliveries.js';
import { takeName } from './settings.js';
import { SERVER } from './wire/jid.js';
import { bytes, child, children, QueryError, stanza, type BinaryNode } from './wire/stanza.js';
import type { Companion } from './users.js';
import type { World } from './world.js';

/**
 * Collections of settings that the devices of an account keep in step. The server only numbers the patches and hands them on:
 * their content is encrypted for the devices. Version n is the state after the first n patches.
 */
export function syncAppState(world: World, companion: Companion, request: BinaryNode): BinaryNode[] {
  const sync = child(request, 'sync');
  if (!sync) throw new QueryError(400, 'bad-request');
  return [
    stanza(
      'sync',
      {},
      children(sync, 'collection').map((collection) => syncCollection(world, companion, collection)),
    ),
  ];
}

/** The collections there are (Baileys' Types/Chat.ts, ALL_WA_PATCH_NAMES). A client that gets no answer for one asks again for ever. */
const COLLECTIONS = ['critical_block', 'critical_unblock_low', 'regular_high', 'regular_low', 'regular'];

function syncCollection(world: World, companion: Companion, asked: BinaryNode): BinaryNode {
  const name = asked.attrs.name ?? '';
  if (!COLLECTIONS.includes(name)) throw new QueryError(400, 'bad-request');
  const known = Number(asked.attrs.version ?? 0);
  const patches = companion.user.appState.get(name) ?? [];
  const patch = child(asked, 'patch');
  if (!patch) return answer(name, patches, known);
  if (known !== patches.length) {
    const conflict = answer(name, patches, known);
    return { ...conflict, attrs: { ...conflict.attrs, type: 'error' } };
  }
  patches.push(bytes(patch));
  companion.user.appState.set(name, patches);
  world.background(takeName(companion.user), { phoneNumber: companion.user.phoneNumber });
  tellOthers(world, companion, name, patches.length);
  return stanza('collection', { name, version: patches.length });
}

function answer(name: string, patches: Buffer[], known: number): BinaryNode {
  const newer = patches.slice(known).map((patch, index) => stanza('patch', {}, numbered(patch, known + index + 1)));
  return stanza(
    'collection',
    { name, version: patches.length },
    newer.length > 0 ? [stanza('patches', {}, newer)] : [],
  );
}

/** A patch says which version it makes. Protobuf takes what is appended for a field of the same message. */
function numbered(patch: Buffer, version: number): Buffer {
  return Buffer.concat([patch, proto.SyncdPatch.encode({ version: { version } }).finish()]);
}

function tellOthers(world: World, from: Companion, name: string, version: number): void {
  for (const other of from.user.companions.values()) {
    if (other !== from) notify(world, other, 'server_sync', SERVER, [stanza('collection', { name, version })]);
  }
}
