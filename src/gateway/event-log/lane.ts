/** The lanes of every log. A webhook may have one request in flight a lane. Events carry their lane, so a change affects new ones only. */
export const LANES = 16;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * The lane of an event, 0 to 15: everything of one chat goes through one lane and so arrives in order. What belongs to no
 * chat goes by its session. FNV-1a, the same in every process and release.
 */
export function laneOf(event: { chatId: string | null; sessionId: string }): number {
  let hash = FNV_OFFSET;
  for (const byte of Buffer.from(event.chatId ?? event.sessionId)) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return (hash >>> 0) % LANES;
}
