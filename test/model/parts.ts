/** What the protocol is made of, and where it is built. Each part can be taken out of the model, to see what it is there for. */
export const PARTS = {
  // mailbox/account-log.repository.ts
  epochFence: 'a commit holds only under the epoch that the account has',
  repeatRecognised: 'a commit that is repeated since its answer was lost is not made twice',
  // worker/account-state.ts
  settledInOneCommit: 'the row of a sent message and the fact that it is sent are one commit',
  snapshotOfCommitted: 'a snapshot holds what is committed and nothing newer',
  // worker/baileys/output-gate.ts
  loginAfterCommit: 'a socket says nothing before a commit that was made after it was opened',
  receiptAfterCommit: 'a receipt leaves after the commit of the message',
  // worker/baileys/durable-signal.ts
  receivedInOneCommit: 'the fact of a received message is in the commit that moves the ratchet',
  journal: 'the plaintext is kept, and answers a message that comes again',
  oneMutex: 'encrypting and decrypting never overlap',
  ratchetBeforeFrame: 'a message leaves after the commit of the ratchet that it was encrypted with',
  // gateway/messaging
  idAtAcceptance: 'the WhatsApp id of a message is chosen when it is accepted',
} as const;

export type Part = keyof typeof PARTS;
export type Parts = Record<Part, boolean>;

export const WHOLE = Object.fromEntries(Object.keys(PARTS).map((part) => [part, true])) as Parts;
