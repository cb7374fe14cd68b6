import {
  chatModificationToAppPatch,
  decodePatches,
  encodeSyncdPatch,
  newLTHashState,
  proto,
  type ChatModification,
} from '@whiskeysockets/baileys';
import { notify } from './deliveries.js';
import type { User } from './users.js';
import { SERVER } from './wire/jid.js';
import { stanza } from './wire/stanza.js';
import type { World } from './world.js';

/** The phone's side of the app state: having its key, it reads what companions set, and sets things itself. */

export interface Setting {
  collection: string;
  /** What the setting is of, e.g. `["pin_v1", "15550001111@s.whatsapp.net"]`. */
  index: string[];
  value: Record<string, unknown>;
}

const JSON_FORM = { longs: Number, bytes: String };

type Collection = Parameters<typeof decodePatches>[0];

/** All settings as they are now, the last word on each. */
export async function settingsOf(user: User): Promise<Setting[]> {
  const settings: Setting[] = [];
  for (const name of user.appState.keys()) {
    const { mutationMap } = await decode(user, name as Collection);
    for (const { syncAction, index } of Object.values(mutationMap)) {
      const value = proto.SyncActionValue.toObject(proto.SyncActionValue.fromObject(syncAction.value ?? {}), JSON_FORM);
      settings.push({ collection: name, index: index as string[], value });
    }
  }
  return settings;
}

/** Sets something on the phone, of a chat or (with an empty `jid`) of the account; its companions are told to fetch it. */
export async function changeSetting(world: World, user: User, change: ChatModification, jid: string): Promise<void> {
  const create = chatModificationToAppPatch(change, jid);
  const { state } = await decode(user, create.type);
  const { patch } = await encodeSyncdPatch(create, user.appStateKey.id.toString('base64'), state, keyOf(user));
  const patches = user.appState.get(create.type) ?? [];
  patches.push(Buffer.from(proto.SyncdPatch.encode(patch).finish()));
  user.appState.set(create.type, patches);
  const collection = stanza('collection', { name: create.type, version: patches.length });
  for (const companion of user.companions.values()) notify(world, companion, 'server_sync', SERVER, [collection]);
}

/** A companion may have renamed the account. */
export async function takeName(user: User): Promise<void> {
  const names = (await settingsOf(user)).map(({ value }) => value.pushNameSetting as { name?: string } | undefined);
  user.name = names.find((setting) => setting?.name)?.name ?? user.name;
}

function decode(user: User, name: Collection) {
  const patches = (user.appState.get(name) ?? []).map((bytes, index) => {
    const patch = proto.SyncdPatch.decode(bytes);
    patch.version = proto.SyncdVersion.create({ version: index + 1 });
    return patch;
  });
  return decodePatches(name, patches, newLTHashState(), keyOf(user), {}, undefined, undefined, false);
}

function keyOf({ appStateKey }: User) {
  return (id: string) =>
    Promise.resolve(id === appStateKey.id.toString('base64') ? { keyData: appStateKey.data } : undefined);
}
