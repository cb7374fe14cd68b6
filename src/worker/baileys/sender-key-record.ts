interface SenderKeyState {
  senderSigningKey: { private?: unknown };
  senderMessageKeys: unknown[];
}

/**
 * Our own sender key without the message keys it has skipped. Baileys skips one step of the chain with every group message and
 * keeps its key, which nobody will ever ask for: the record grows by some 166 bytes a message up to 330 KB, all written
 * each time (lib/Signal/Group/group_cipher.js, rc14). Only for records that we send under; a receiver needs its skipped keys.
 */
export function withoutSkippedKeys(record: Uint8Array): Buffer {
  const states = JSON.parse(Buffer.from(record).toString('utf8')) as SenderKeyState[];
  return Buffer.from(JSON.stringify(states.map((state) => ({ ...state, senderMessageKeys: [] }))));
}
