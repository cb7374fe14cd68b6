import { proto } from '@whiskeysockets/baileys';
import type { Connection } from './connection.js';
import type { CutPhase } from './faults.js';
import { syncNewDevice } from './history.js';
import { formatAddress, SERVER } from './wire/jid.js';
import type { ClientFinish } from './wire/noise.js';
import { offlinePreview } from './offline-queue.js';
import { offerQr } from './pairing.js';
import { peopleChanged } from './screen/changes.js';
import { stanza } from './wire/stanza.js';
import type { Companion } from './users.js';
import type { World } from './world.js';

const FIRST_LOGIN_CREATION = 1_600_000_000;

/** The handshake is done: a known companion logs in, a new one is shown QR references. */
export function admit(world: World, connection: Connection, finish: ClientFinish): void {
  const { payload, noiseKey } = finish;
  const pairing = payload.devicePairingData;
  const phoneNumber = pairing ? undefined : String(payload.username ?? '');
  if (cuts(world, 'login', phoneNumber)) {
    connection.drop();
    return;
  }
  const fault = world.faults.take('login-failure', phoneNumber);
  if (fault) refuse(world, connection, fault.reason, phoneNumber);
  else if (pairing) register(world, connection, noiseKey, pairing);
  else login(world, connection, noiseKey, phoneNumber ?? '', payload.device ?? 0);
}

function register(
  world: World,
  connection: Connection,
  noiseKey: Buffer,
  data: NonNullable<ClientFinish['payload']['devicePairingData']>,
): void {
  const number = (value: Uint8Array | null | undefined) => Buffer.from(value ?? [0]).readUIntBE(0, value?.length ?? 1);
  const key = (value: Uint8Array | null | undefined) => Buffer.from(value ?? []);
  connection.registration = {
    noiseKey,
    identity: key(data.eIdent),
    registrationId: number(data.eRegid),
    signedPreKey: { id: number(data.eSkeyId), key: key(data.eSkeyVal), signature: key(data.eSkeySig) },
    platform: platformName(key(data.deviceProps)),
  };
  offerQr(world, connection);
}

function platformName(deviceProps: Buffer): string {
  const { platformType } = proto.DeviceProps.decode(deviceProps);
  return proto.DeviceProps.PlatformType[platformType ?? 0]?.toLowerCase() ?? 'unknown';
}

function login(world: World, connection: Connection, noiseKey: Buffer, phoneNumber: string, device: number): void {
  const companion = world.users.withNumber(phoneNumber)?.companions.get(device);
  if (!companion?.noiseKey.equals(noiseKey)) {
    refuse(world, connection, 401, phoneNumber);
    return;
  }
  const about = { phoneNumber, device };
  if (companion.link) {
    world.log.add('replaced', about);
    companion.link.end(stanza('stream:error', {}, [stanza('conflict', { type: 'replaced' })]));
  }
  companion.link = connection;
  companion.ready = false;
  connection.companion = companion;
  world.log.add('login', about);
  const lid = formatAddress(companion.user.lid, 'lid', device);
  connection.send(
    stanza('success', { t: world.seconds(), props: 27, location: 'sbx', lid, creation: FIRST_LOGIN_CREATION }),
  );
}

function refuse(world: World, connection: Connection, reason: number, phoneNumber?: string): void {
  world.log.add('login-refused', { phoneNumber, detail: String(reason) });
  connection.end(stanza('failure', { reason, location: 'sbx' }));
}

/** The client asked to become active: it gets what waited for it, then the mark that this was all, then things as they come. */
export function goLive(world: World, connection: Connection, companion: Companion): void {
  const { user, device } = companion;
  const waiting = companion.queue.redelivery();
  if (waiting.length > 0) connection.send(stanza('ib', { from: SERVER }, [offlinePreview(waiting)]));
  if (cuts(world, 'backlog', user.phoneNumber)) {
    for (const node of waiting.slice(0, waiting.length / 2)) connection.send(node);
    connection.drop();
    return;
  }
  for (const node of waiting) connection.send(node);
  if (!world.faults.take('no-offline-ib', user.phoneNumber)) {
    connection.send(stanza('ib', { from: SERVER }, [stanza('offline', { count: waiting.length })]));
  }
  companion.ready = true;
  world.log.add('ready', { phoneNumber: user.phoneNumber, device, detail: `${waiting.length} waited` });
  if (!companion.synced) syncNewDevice(world, companion);
  world.events.emit('ready', companion);
  peopleChanged(world);
}

function cuts(world: World, phase: CutPhase, phoneNumber: string | undefined): boolean {
  return world.faults.takeIf('cut-next', phoneNumber, (fault) => fault.phase === phase) !== undefined;
}

export function leave(world: World, connection: Connection): void {
  const { companion } = connection;
  if (companion?.link !== connection) return;
  companion.link = undefined;
  companion.ready = false;
  companion.subscriptions.clear();
  peopleChanged(world);
}
