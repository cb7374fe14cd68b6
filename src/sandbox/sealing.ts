import type { proto } from '@whiskeysockets/baileys';
import { takeBundle } from './prekeys.js';
import type { Bundle, Ciphertext } from './signal-device.js';
import type { Companion, User } from './users.js';
import type { World } from './world.js';

/** Encrypts for a companion. A bundle makes a new session; without one the existing session is used if there is any. */
export async function seal(
  world: World,
  from: User,
  to: Companion,
  message: proto.IMessage,
  bundle?: Bundle,
): Promise<Ciphertext> {
  await needSession(world, from, to, bundle);
  return from.device.encrypt(to.signalAddress, message);
}

/** What the companion decrypts need not be a message. */
export async function sealBytes(world: World, from: User, to: Companion, plaintext: Uint8Array): Promise<Ciphertext> {
  await needSession(world, from, to);
  return from.device.encryptBytes(to.signalAddress, plaintext);
}

async function needSession(world: World, { device }: User, to: Companion, bundle?: Bundle): Promise<void> {
  if (bundle) await device.startSession(to.signalAddress, bundle);
  else if (!device.hasSession(to.signalAddress)) await device.startSession(to.signalAddress, takeBundle(world, to));
}
