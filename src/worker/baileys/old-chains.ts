/** The parts of libsignal 6.0.0 that are looked at (lib: src/session_cipher.js, src/session_record.js, src/chain_type.js). */
export interface Chain {
  chainType: number;
  /** Without `key` it is closed: the other side has gone on to another chain. */
  chainKey: { counter: number; key?: Buffer };
  /** Of messages that were skipped, by their number. */
  messageKeys: Record<number, Buffer>;
}
export interface ChainedSession {
  /** By the other side's key, the oldest first. */
  _chains: Record<string, Chain>;
}
export interface RatchetPrototype {
  maybeStepRatchet(session: ChainedSession, remoteKey: Buffer, previousCounter: number): void;
}

const RECEIVING = 2;
/** So many of the newest closed chains are kept, as by the clients of Signal. */
const CLOSED_KEPT = 5;
/** Those among so many newest ones are kept, too, that a message may still come for. */
const AWAITED_KEPT = 40;

/**
 * Makes sessions forget the chains that they are done with. libsignal adds one whenever a conversation changes its direction and never
 * takes one away: a record would grow for as long as two people talk, is read and written whole for each message, and is held in memory.
 */
export function forgetOldChains(cipher: RatchetPrototype): void {
  const step = cipher.maybeStepRatchet;
  cipher.maybeStepRatchet = function (session, remoteKey, previousCounter) {
    step.call(this, session, remoteKey, previousCounter);
    const closed = Object.entries(session._chains).filter(([, chain]) => isClosed(chain));
    for (const [age, [key, { messageKeys }]] of closed.reverse().entries()) {
      const isAwaited = Object.keys(messageKeys).length > 0;
      if (age >= (isAwaited ? AWAITED_KEPT : CLOSED_KEPT)) delete session._chains[key];
    }
  };
}

function isClosed({ chainType, chainKey }: Chain): boolean {
  return chainType === RECEIVING && !chainKey.key;
}
