const MAX_DEPTH = 20;
/** Half a character: JSON may spell it (`"\ud800"`), but it is no text, and libraries throw at it. */
const HALF_CHARACTER = /\p{Surrogate}/u;

/** Why a parsed body is refused before anybody looks at what it says; null when it is sane. */
export function complaintAbout(body: unknown, depth = 0): string | null {
  if (typeof body === 'string') return HALF_CHARACTER.test(body) ? 'it has text that is not Unicode' : null;
  if (typeof body !== 'object' || body === null) return null;
  if (depth === MAX_DEPTH) return `it is nested more than ${MAX_DEPTH} deep`;
  for (const [name, value] of Object.entries(body)) {
    const complaint = complaintAbout(name, depth) ?? complaintAbout(value, depth + 1);
    if (complaint !== null) return complaint;
  }
  return null;
}
