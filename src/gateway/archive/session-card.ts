/** What the card of a session tells whoever looks into the bucket. */
export interface CardSource {
  sessionId: string;
  userId: string;
  status: string;
  reason: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/**
 * The card of a session: which one it is and how it is. It is the one object that is not encrypted, so it has no secret, no
 * number, and no word that a person chose but the session's id.
 */
export function sessionCard({ sessionId, userId, status, reason, createdAt, updatedAt }: CardSource): Buffer {
  const card = { sessionId, userId, status, reason, createdAt, updatedAt };
  return Buffer.from(`${JSON.stringify(card, null, 2)}\n`);
}
