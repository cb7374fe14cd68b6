import { Problem } from '../../contracts/index.js';

const TOO_OFTEN = 429;
const PAUSE_SECONDS = 60;
/** Baileys' code for a missing key of the app state (appPatch in chats.js, rc14). */
const NO_KEY = 400;

/** What became of a question to WhatsApp, in our words: an answer, a refusal of its server, or nothing. */
export async function asked<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw refusalOf(cause);
  }
}

/** For what is only said, and not answered: what Baileys throws there is the end of the connection. */
export function reached<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    throw new Problem('WHATSAPP_UNREACHABLE', 'The connection to WhatsApp was lost.', { cause, retryAfterSeconds: 1 });
  });
}

/** A patch of the settings that the devices share. The key to them comes from the phone, soon after it was linked. */
export async function shared(patch: Promise<void>): Promise<void> {
  try {
    await patch;
  } catch (cause) {
    if ((cause as { output?: { statusCode?: number } }).output?.statusCode !== NO_KEY)
      return reached(Promise.reject(cause as Error));
    const detail = 'The phone has not handed over the keys of its settings yet.';
    throw new Problem('UNAVAILABLE', detail, { cause, retryAfterSeconds: 5 });
  }
}

/** The code with which WhatsApp's server refused a question; null when that is not what happened. */
export function refusedWith(error: unknown): number | null {
  const { data } = error as { data?: unknown };
  return typeof data === 'number' ? data : null;
}

/** Baileys puts the server's code into `data`, and says of its own ends something else (assertNodeErrorFree, rc14). */
function refusalOf(cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  const code = refusedWith(cause);
  if (code === null) {
    const detail = 'WhatsApp did not answer, or the connection was lost.';
    return new Problem('WHATSAPP_UNREACHABLE', detail, { cause, retryAfterSeconds: 1 });
  }
  if (code === TOO_OFTEN) {
    const detail = 'WhatsApp asks this account to ask less often.';
    return new Problem('RATE_LIMITED', detail, { cause, reason: 'whatsapp', retryAfterSeconds: PAUSE_SECONDS });
  }
  return new Problem('WHATSAPP_REFUSED', `WhatsApp refused that (${code}).`, { cause });
}
