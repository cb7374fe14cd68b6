import { randomBytes } from 'node:crypto';
import asyncHooks from 'node:async_hooks';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { Log } from '../../platform/logging/index.js';
import { restoreFailedSessions, type SessionCipherPrototype, type SessionEntries } from './failed-sessions.js';
import { forgetOldChains, type RatchetPrototype } from './old-chains.js';
import { sharedAsyncLocalStorage } from './shared-async-storage.js';

/** The part of libsignal's curve that is replaced. Keys are 33 bytes with a type byte, or 32 without. */
interface Curve {
  generateKeyPair(): { pubKey: Buffer; privKey: Buffer };
  calculateSignature(privateKey: Buffer, message: Uint8Array): Buffer;
  verifySignature(publicKey: Buffer, message: Uint8Array, signature: Uint8Array, isInit?: boolean): boolean;
}

const require = createRequire(import.meta.url);

/**
 * Makes Baileys safer and cheaper, before it is imported: later has no effect, since it takes what it needs at import.
 * A session that could not open a message stays as it was, and does not grow for ever; see `restoreFailedSessions` and `forgetOldChains`.
 * Signatures go through the WASM that Baileys ships (about 60 times faster than libsignal's JavaScript), unless `wasmSignatures`
 * is false or a self-test fails. On Node before 24 the cost of one AsyncLocalStorage for every socket is removed.
 */
export async function prepareRuntime(options: { wasmSignatures: boolean }, log: Log): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < 24) {
    asyncHooks.AsyncLocalStorage = sharedAsyncLocalStorage(asyncHooks.AsyncLocalStorage);
    syncBuiltinESMExports();
  }
  keepSessionsWell();
  if (!options.wasmSignatures) return;
  const curve = require('libsignal/src/curve.js') as Curve;
  const fast = await wasmCurve();
  if (agree(curve, fast)) Object.assign(curve, fast);
  else log.warn({}, 'signatures stay in JavaScript: the WASM ones do not agree with them');
}

function keepSessionsWell(): void {
  const cipher = require('libsignal/src/session_cipher.js') as { prototype: SessionCipherPrototype & RatchetPrototype };
  const record = require('libsignal/src/session_record.js') as { createEntry(): { constructor: SessionEntries } };
  restoreFailedSessions(cipher.prototype, record.createEntry().constructor as SessionEntries);
  forgetOldChains(cipher.prototype);
}

type Signatures = Pick<Curve, 'calculateSignature' | 'verifySignature'>;

async function wasmCurve(): Promise<Signatures> {
  const wasm = await import('whatsapp-rust-bridge');
  return {
    calculateSignature: (privateKey, message) => Buffer.from(wasm.calculateSignature(privateKey, message)),
    // libsignal, too, takes any signature while a session is set up (`isInit`).
    verifySignature: (publicKey, message, signature, isInit) =>
      isInit === true || wasm.verifySignature(withType(publicKey), message, signature),
  };
}

/** Each verifies what the other signed, and refuses what was changed. */
function agree(slow: Curve, fast: Signatures): boolean {
  const { pubKey, privKey } = slow.generateKeyPair();
  const message = randomBytes(64);
  const changed = Buffer.from(message);
  changed[0] = changed[0]! ^ 1;
  const bySlow = slow.calculateSignature(privKey, message);
  const byFast = fast.calculateSignature(privKey, message);
  return (
    fast.verifySignature(pubKey, message, bySlow) &&
    slow.verifySignature(pubKey, message, byFast) &&
    !fast.verifySignature(pubKey, changed, bySlow)
  );
}

function withType(publicKey: Buffer): Buffer {
  return publicKey.length === 33 ? publicKey : Buffer.concat([Buffer.from([5]), publicKey]);
}
