/** The parts of libsignal 6.0.0 that are changed (lib: src/session_cipher.js, src/session_record.js). */
export interface SessionEntry {
  serialize(): object;
}
export interface SessionEntries {
  deserialize(data: object): SessionEntry;
}
export interface SessionCipherPrototype {
  doDecryptWhisperMessage(message: Buffer, session: SessionEntry): Promise<Buffer>;
}

/**
 * Makes a session that could not open a message stay as it was. Where both sides began a session at once, a record has two,
 * and libsignal tries a message on one after the other; the one it does not belong to has made a step of its ratchet before
 * that shows, and is stored so when the other one opens the message: broken for good, in both directions.
 */
export function restoreFailedSessions(cipher: SessionCipherPrototype, entries: SessionEntries): void {
  const decrypt = cipher.doDecryptWhisperMessage;
  cipher.doDecryptWhisperMessage = async function (message, session) {
    const before = session.serialize();
    try {
      return await decrypt.call(this, message, session);
    } catch (error) {
      Object.assign(session, entries.deserialize(before));
      throw error;
    }
  };
}
