import { createCipheriv, createDecipheriv, hkdfSync, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { CodeRequest, Connection } from './connection.js';
import { SERVER, parseAddress } from './wire/jid.js';
import { agree, newKeyPair, type KeyPair } from './wire/keys.js';
import { link, PairingError } from './pairing.js';
import { bytes, child, iqError, iqResult, QueryError, stanza, type BinaryNode } from './wire/stanza.js';
import type { Companion, User } from './users.js';
import type { World } from './world.js';

const derive = promisify(pbkdf2);
const ITERATIONS = 131_072;
const FINISH_MS = 10_000;
const FINISH = 'companion_finish';

/** A client shows a code and waits for it to be typed on the phone it named. */
export function registerCode(world: World, connection: Connection, request: BinaryNode): BinaryNode[] {
  const registration = child(request, 'link_code_companion_reg');
  const phone = parseAddress(registration?.attrs.jid);
  if (!registration || !phone) throw new QueryError(400, 'bad-request');
  const wrapped = bytes(child(registration, 'link_code_pairing_wrapped_companion_ephemeral_pub'));
  if (wrapped.length !== 80) throw new QueryError(400, 'bad-request');
  const ref = randomBytes(24);
  connection.codeRequest = { phoneNumber: phone.user, ref, wrappedEphemeral: wrapped };
  world.log.add('pairing-code-requested', { phoneNumber: phone.user });
  const answer = [stanza('link_code_pairing_ref', {}, ref)];
  return [stanza('link_code_companion_reg', { stage: 'companion_hello' }, answer)];
}

/** The code is typed on the phone. @throws PairingError when no client waits for one, or it shows another. */
export async function enterCode(world: World, phone: User, typed: string): Promise<Companion> {
  const connection = [...world.connections].find((one) => one.codeRequest?.phoneNumber === phone.phoneNumber);
  const { codeRequest, registration } = connection ?? {};
  if (!connection || !codeRequest || !registration) {
    throw new PairingError('No connected client waits for a pairing code on this phone.');
  }
  const code = typed.replace(/[\s-]/g, '').toUpperCase();
  const ephemeral = newKeyPair();
  const companionEphemeral = await unwrap(code, codeRequest.wrappedEphemeral);
  const hello = await primaryHello(world, phone, codeRequest, code, ephemeral);
  const finish = awaitFinish(connection);
  connection.send(hello);
  const request = await finish;
  const advSecret = openBundle(request, phone, ephemeral, companionEphemeral);
  if (!advSecret) {
    connection.send(iqError(request, 400, 'bad-request'));
    throw new PairingError('The code is wrong.');
  }
  connection.send(iqResult(request));
  return link(world, phone, connection, registration, advSecret);
}

/** Hands over the client's `companion_finish`, which enterCode waits for; it sends the answer itself. */
export function finishCode(connection: Connection, request: BinaryNode): boolean {
  return connection.settle(FINISH, request);
}

async function awaitFinish(connection: Connection): Promise<BinaryNode> {
  try {
    return await connection.reply(FINISH, FINISH_MS);
  } catch (error) {
    throw new PairingError('The client did not finish the pairing.', { cause: error });
  }
}

/** 32 bytes salt, 16 bytes counter block, 32 bytes of key under a key made of the code. */
async function unwrap(code: string, wrapped: Buffer): Promise<Buffer> {
  const key = await derive(code, wrapped.subarray(0, 32), ITERATIONS, 32, 'sha256');
  return createDecipheriv('aes-256-ctr', key, wrapped.subarray(32, 48)).update(wrapped.subarray(48));
}

async function wrap(code: string, publicKey: Buffer): Promise<Buffer> {
  const salt = randomBytes(32);
  const iv = randomBytes(16);
  const key = await derive(code, salt, ITERATIONS, 32, 'sha256');
  return Buffer.concat([salt, iv, createCipheriv('aes-256-ctr', key, iv).update(publicKey)]);
}

async function primaryHello(
  world: World,
  phone: User,
  { ref }: CodeRequest,
  code: string,
  ephemeral: KeyPair,
): Promise<BinaryNode> {
  const wrapped = await wrap(code, ephemeral.public);
  const hello = stanza('link_code_companion_reg', { stage: 'primary_hello' }, [
    stanza('link_code_pairing_wrapped_primary_ephemeral_pub', {}, wrapped),
    stanza('primary_identity_pub', {}, phone.device.identity.public),
    stanza('link_code_pairing_ref', {}, ref),
  ]);
  const id = randomBytes(6).toString('hex');
  return stanza('notification', { from: SERVER, type: 'link_code_companion_reg', id, t: world.seconds() }, [hello]);
}

/** The secret both sides now share; undefined when the client's code was another, for then the bundle does not open. */
function openBundle(
  request: BinaryNode,
  phone: User,
  ephemeral: KeyPair,
  companionEphemeral: Buffer,
): Buffer | undefined {
  const node = child(request, 'link_code_companion_reg');
  const wrapped = bytes(child(node, 'link_code_pairing_wrapped_key_bundle'));
  const companionIdentity = bytes(child(node, 'companion_identity_public'));
  const shared = agree(ephemeral, companionEphemeral);
  const bundle = decryptBundle(wrapped, shared);
  if (!bundle?.subarray(0, 32).equals(companionIdentity)) return undefined;
  const random = bundle.subarray(64, 96);
  const input = Buffer.concat([shared, agree(phone.device.identity, companionIdentity), random]);
  return Buffer.from(hkdfSync('sha256', input, Buffer.alloc(0), 'adv_secret', 32));
}

function decryptBundle(wrapped: Buffer, shared: Buffer): Buffer | undefined {
  const [salt, iv, sealed, tag] = [
    wrapped.subarray(0, 32),
    wrapped.subarray(32, 44),
    wrapped.subarray(44, -16),
    wrapped.subarray(-16),
  ];
  const key = Buffer.from(hkdfSync('sha256', shared, salt, 'link_code_pairing_key_bundle_encryption_key', 32));
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv).setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed), decipher.final()]);
  } catch {
    return undefined;
  }
}
