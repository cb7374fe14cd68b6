import { randomBytes } from 'node:crypto';
import type { Connection, Registration } from './connection.js';
import { isAccepted, vouch } from './adv.js';
import { announceDevice } from './devices.js';
import { formatAddress, SERVER } from './wire/jid.js';
import { bytes, child, stanza } from './wire/stanza.js';
import { Companion, type User } from './users.js';
import type { World } from './world.js';

const QR_REFS = 6;
/** How long a client may take for an answer it computes at once. */
const ANSWER_MS = 10_000;

/** The phone refuses: the code is wrong, outdated, or of nobody who is connected. */
export class PairingError extends Error {}

/** Gives an unpaired client the references it shows as QR codes, one after the other. */
export function offerQr(world: World, connection: Connection): void {
  connection.qrRefs = Array.from({ length: QR_REFS }, () => `2@${randomBytes(48).toString('base64url')}`);
  const refs = connection.qrRefs.map((ref) => stanza('ref', {}, Buffer.from(ref)));
  const attrs = { from: SERVER, type: 'set', id: randomBytes(6).toString('hex'), xmlns: 'md' };
  connection.send(stanza('iq', attrs, [stanza('pair-device', {}, refs)]));
  world.log.add('qr-offered');
}

/** The phone scans what a client shows. @throws PairingError */
export async function scanQr(world: World, phone: User, qr: string): Promise<Companion> {
  const { ref, noiseKey, identity, advSecret } = readQr(qr);
  const connection = [...world.connections].find((candidate) => candidate.qrRefs.includes(ref));
  const registration = connection?.registration;
  if (!connection || !registration) throw new PairingError('No connected client shows this QR code.');
  if (!registration.noiseKey.equals(noiseKey) || !registration.identity.equals(identity)) {
    throw new PairingError('The keys in the QR code are not those of the client that was given its reference.');
  }
  return link(world, phone, connection, registration, advSecret);
}

/** Text of a QR code: `[url#]ref,noise key,identity key,adv secret[,platform]`, keys in base64. */
function readQr(qr: string) {
  const fields = qr.trim().split('#').at(-1)?.split(',') ?? [];
  const [ref, noiseKey, identity, advSecret] = fields;
  if (!ref || !noiseKey || !identity || !advSecret)
    throw new PairingError('This is not the text of a WhatsApp QR code.');
  const key = (base64: string) => Buffer.from(base64, 'base64');
  return { ref, noiseKey: key(noiseKey), identity: key(identity), advSecret: key(advSecret) };
}

/**
 * Links a client to the phone. Resolves when the client accepted and was told to restart; it logs in on a new connection.
 * @throws PairingError when the client goes away or signs wrongly.
 */
export async function link(
  world: World,
  phone: User,
  connection: Connection,
  registration: Registration,
  advSecret: Buffer,
): Promise<Companion> {
  connection.qrRefs = [];
  connection.codeRequest = undefined;
  const device = ++phone.lastDevice;
  const keyIndex = ++phone.lastKeyIndex;
  const { details, envelope } = vouch(
    phone.device.identity,
    registration.identity,
    advSecret,
    keyIndex,
    world.seconds(),
  );
  const id = randomBytes(6).toString('hex');
  const answer = connection.reply(id, ANSWER_MS);
  const success = stanza('pair-success', {}, [
    stanza('device-identity', {}, Buffer.from(envelope)),
    stanza('device', {
      jid: formatAddress(phone.phoneNumber, 'pn', device),
      lid: formatAddress(phone.lid, 'lid', device),
    }),
    stanza('platform', { name: 'android' }),
  ]);
  connection.send(stanza('iq', { from: SERVER, type: 'set', id, xmlns: 'md', t: world.seconds() }, [success]));
  const signed = bytes(child(child(await clientAnswer(answer), 'pair-device-sign'), 'device-identity'));
  if (!isAccepted(signed, details, registration.identity, phone.device.identity.public)) {
    connection.end(stanza('stream:error', { code: 401 }));
    throw new PairingError('The client did not sign the pairing.');
  }
  const { noiseKey, platform, ...bundle } = registration;
  const companion = new Companion(phone, device, keyIndex, platform, noiseKey, bundle);
  phone.companions.set(device, companion);
  announceDevice(world, companion, 'add');
  world.changes++;
  world.log.add('paired', { phoneNumber: phone.phoneNumber, device });
  connection.end(stanza('stream:error', { code: 515 }), stanza('xmlstreamend'));
  return companion;
}

async function clientAnswer<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new PairingError('The client did not finish the pairing.', { cause: error });
  }
}
