import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { proto } from '@whiskeysockets/baileys';
import { channelFromJson, channelToJson, type ChannelJson } from './channels/channel.js';
import { Group, type GroupJson } from './groups/group.js';
import type { MessageRecord } from './ledger.js';
import { serverIdentityFromJson, serverIdentityToJson, type ServerIdentityJson } from './wire/noise-certificate.js';
import { OfflineQueue } from './offline-queue.js';
import { SignalDevice, type Bundle, type CiphertextType, type SignalDeviceJson } from './signal-device.js';
import type { NodeJson } from './wire/stanza.js';
import { Companion, User, type Behaviour, type Envelope, type Role } from './users.js';
import type { World } from './world.js';

const SAVE_EVERY_MS = 1000;
/** The message list is a test's evidence, not the state of an account: only its end is kept. */
const MESSAGES_KEPT = 1000;

/** Keeps users, pairings, sessions and queues in one JSON file. A crash may cost the last second, a stop costs nothing. */
export class StateFile {
  private saved = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly path: string,
    private readonly world: World,
  ) {}

  /** @throws when the file exists and is not a state file. */
  load(): void {
    if (!existsSync(this.path)) {
      this.world.changes++;
      return;
    }
    try {
      restore(this.world, JSON.parse(readFileSync(this.path, 'utf8')) as WorldJson);
    } catch (error) {
      throw new Error(`${this.path} is not a state file of this sandbox`, { cause: error });
    }
  }

  start(): void {
    this.save();
    this.timer = setInterval(() => this.save(), SAVE_EVERY_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.save();
  }

  private save(): void {
    const { changes } = this.world;
    if (changes === this.saved) return;
    const draft = `${this.path}.new`;
    writeFileSync(draft, JSON.stringify(snapshot(this.world)), { mode: 0o600 });
    renameSync(draft, this.path);
    this.saved = changes;
  }
}

interface WorldJson {
  version: 3;
  identity: ServerIdentityJson;
  users: UserJson[];
  groups: GroupJson[];
  /** Missing in files of before there were channels. */
  channels?: ChannelJson[];
  pictures: [string, { id: string; jpeg: string }][];
  messages: MessageJson[];
}

/** `ownCopy` is missing in files of before there were screens. */
type MessageJson = Omit<MessageRecord, 'content' | 'ownCopy'> & { content: string | null; ownCopy?: string | null };

interface UserJson {
  role: Role;
  phoneNumber: string;
  lid: string;
  name: string;
  device: SignalDeviceJson;
  behaviour: Behaviour;
  lastDevice: number;
  lastKeyIndex: number;
  about: User['about'];
  blocked: string[];
  privacy: [string, string][];
  business: User['business'];
  peers: string[];
  inbox: [string, string][];
  waiting: EnvelopeJson[];
  appStateKey: { id: string; data: string };
  appState: [string, string[]][];
  companions: CompanionJson[];
}

interface EnvelopeJson {
  record: [string, string] | null;
  sealed: { sender: [string, number]; id: string; parts: { type: CiphertextType; body: string }[] } | null;
}

interface CompanionJson {
  device: number;
  keyIndex: number;
  platform: string;
  noiseKey: string;
  synced: boolean;
  bundle: { registrationId: number; identity: string; skeyId: number; skey: string; signature: string };
  preKeys: [number, string][];
  queue: NodeJson[];
}

const base64 = (data: Uint8Array) => Buffer.from(data).toString('base64');
const fromBase64 = (text: string) => Buffer.from(text, 'base64');
const encoded = (message: proto.IMessage) => base64(proto.Message.encode(message).finish());
const decoded = (text: string | null): proto.IMessage | null =>
  text === null ? null : proto.Message.decode(fromBase64(text));

function snapshot(world: World): WorldJson {
  return {
    version: 3,
    identity: serverIdentityToJson(world.identity),
    users: world.users.all().map(userToJson),
    pictures: [...world.pictures].map(([key, { id, jpeg }]) => [key, { id, jpeg: base64(jpeg) }]),
    groups: [...world.groups.values()].map((group) => group.toJson()),
    channels: [...world.channels.values()].map(channelToJson),
    messages: world.messages.list({ limit: MESSAGES_KEPT }).map((record) => ({
      ...record,
      content: record.content && encoded(record.content),
      ownCopy: record.ownCopy && encoded(record.ownCopy),
    })),
  };
}

function userToJson(user: User): UserJson {
  const { role, phoneNumber, lid, name, behaviour, lastDevice, lastKeyIndex } = user;
  return {
    ...{ role, phoneNumber, lid, name, behaviour, lastDevice, lastKeyIndex },
    device: user.device.toJson(),
    about: user.about,
    blocked: [...user.blocked],
    privacy: [...user.privacy],
    business: user.business,
    peers: [...user.peers],
    inbox: [...user.inbox.values()].map(({ from, id }) => [from, id]),
    waiting: user.waiting.map(({ record, sealed }) => ({
      record: record && [record.from, record.id],
      sealed: sealed && {
        sender: [sealed.sender.user.phoneNumber, sealed.sender.device],
        id: sealed.id,
        parts: sealed.ciphertexts.map(({ type, body }) => ({ type, body: base64(body) })),
      },
    })),
    appStateKey: { id: base64(user.appStateKey.id), data: base64(user.appStateKey.data) },
    appState: [...user.appState].map(([collection, patches]) => [collection, patches.map(base64)]),
    companions: [...user.companions.values()].map(companionToJson),
  };
}

function companionToJson(companion: Companion): CompanionJson {
  const { device, keyIndex, platform, synced } = companion;
  const { registrationId, identity, signedPreKey } = companion.bundle;
  return {
    ...{ device, keyIndex, platform, synced },
    noiseKey: base64(companion.noiseKey),
    bundle: {
      registrationId,
      identity: base64(identity),
      skeyId: signedPreKey.id,
      skey: base64(signedPreKey.key),
      signature: base64(signedPreKey.signature),
    },
    preKeys: companion.preKeys.map(({ id, key }) => [id, base64(key)]),
    queue: companion.queue.toJson(),
  };
}

function restore(world: World, json: WorldJson): void {
  if (json.version !== 3) throw new Error('not a state file of this version');
  world.identity = serverIdentityFromJson(json.identity);
  for (const { content, ownCopy = null, ...record } of json.messages) {
    world.messages.restore({ ...record, content: decoded(content), ownCopy: decoded(ownCopy) });
  }
  for (const [key, { id, jpeg }] of json.pictures) world.pictures.set(key, { id, jpeg: fromBase64(jpeg) });
  for (const channel of json.channels ?? []) world.channels.set(channel.jid, channelFromJson(channel));
  for (const group of json.groups) world.groups.set(group.jid, Group.fromJson(group));
  for (const user of json.users) world.users.add(userFromJson(world, user));
  // Only now every sender can be found.
  for (const { phoneNumber, waiting } of json.users) {
    const user = world.users.withNumber(phoneNumber);
    if (user) user.waiting = waiting.flatMap((envelope) => envelopeFromJson(world, envelope));
  }
}

function userFromJson(world: World, json: UserJson): User {
  const user = new User(
    json.role,
    json.phoneNumber,
    json.lid,
    json.name,
    SignalDevice.fromJson(json.device),
    json.behaviour,
  );
  user.lastDevice = json.lastDevice;
  user.lastKeyIndex = json.lastKeyIndex;
  user.about = json.about;
  for (const number of json.blocked) user.blocked.add(number);
  for (const [name, value] of json.privacy ?? []) user.privacy.set(name, value);
  user.business = json.business ?? null;
  for (const peer of json.peers) user.peers.add(peer);
  for (const [from, id] of json.inbox) {
    const record = world.messages.find(from, id);
    if (record) user.inbox.set(`${from} ${id}`, record);
  }
  user.appStateKey = { id: fromBase64(json.appStateKey.id), data: fromBase64(json.appStateKey.data) };
  for (const [collection, patches] of json.appState) user.appState.set(collection, patches.map(fromBase64));
  for (const companion of json.companions) user.companions.set(companion.device, companionFromJson(user, companion));
  return user;
}

function companionFromJson(user: User, json: CompanionJson): Companion {
  const { registrationId, identity, skeyId, skey, signature } = json.bundle;
  const bundle: Bundle = {
    registrationId,
    identity: fromBase64(identity),
    signedPreKey: { id: skeyId, key: fromBase64(skey), signature: fromBase64(signature) },
  };
  const companion = new Companion(user, json.device, json.keyIndex, json.platform, fromBase64(json.noiseKey), bundle);
  companion.synced = json.synced;
  companion.preKeys = json.preKeys.map(([id, key]) => ({ id, key: fromBase64(key) }));
  companion.queue = OfflineQueue.fromJson(json.queue);
  return companion;
}

function envelopeFromJson(world: World, json: EnvelopeJson): Envelope[] {
  const record = json.record && (world.messages.find(...json.record) ?? null);
  if (!json.sealed) return record ? [{ record, sealed: null }] : [];
  const [phoneNumber, device] = json.sealed.sender;
  const sender = world.users.withNumber(phoneNumber)?.companions.get(device);
  const ciphertexts = json.sealed.parts.map(({ type, body }) => ({ type, body: fromBase64(body) }));
  return sender ? [{ record, sealed: { sender, id: json.sealed.id, ciphertexts } }] : [];
}
