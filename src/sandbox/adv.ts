import { createHmac, randomInt } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import { sign, verify, type KeyPair } from './wire/keys.js';

const ACCOUNT_SIGNATURE = Buffer.from([6, 0]);
const DEVICE_SIGNATURE = Buffer.from([6, 1]);

export interface DeviceIdentity {
  /** Encoded ADVDeviceIdentity: what both sides sign. */
  details: Uint8Array;
  /** Encoded ADVSignedDeviceIdentityHMAC: what `<device-identity>` carries to the companion. */
  envelope: Uint8Array;
}

/** The phone vouches for a companion: it signs its identity key, and proves by HMAC that it knows the secret shown in the QR. */
export function vouch(
  phone: KeyPair,
  companionIdentity: Buffer,
  advSecret: Buffer,
  keyIndex: number,
  seconds: number,
): DeviceIdentity {
  const details = proto.ADVDeviceIdentity.encode({
    rawId: randomInt(1, 2 ** 31),
    timestamp: seconds,
    keyIndex,
    accountType: proto.ADVEncryptionType.E2EE,
    deviceType: proto.ADVEncryptionType.E2EE,
  }).finish();
  const signed = proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey: phone.public,
    accountSignature: sign(phone, Buffer.concat([ACCOUNT_SIGNATURE, details, companionIdentity])),
  }).finish();
  const hmac = createHmac('sha256', advSecret).update(signed).digest();
  return { details, envelope: proto.ADVSignedDeviceIdentityHMAC.encode({ details: signed, hmac }).finish() };
}

/** Whether the companion signed back. */
export function isAccepted(
  answer: Uint8Array,
  details: Uint8Array,
  companionIdentity: Buffer,
  phoneIdentity: Buffer,
): boolean {
  const { deviceSignature } = proto.ADVSignedDeviceIdentity.decode(answer);
  if (!deviceSignature) return false;
  const message = Buffer.concat([DEVICE_SIGNATURE, details, companionIdentity, phoneIdentity]);
  return verify(companionIdentity, message, deviceSignature);
}
