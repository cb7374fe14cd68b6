import { isError } from '../is-error.js';

const MAX_DEPTH = 6;
const MAX_ITEMS = 50;
const HIDDEN = '[hidden]';

// Names are compared in lower case without separators: apiKey, API_KEY and x-api-key are the same.
const SECRET_NAME =
  /(authorization|password|passphrase|secret|token|cookie|credential|noise|ratchet)|(key|keys|qr|qrcode|pin|dek|kek|pairingcode)$/;
const PRIVATE_NAME =
  /^(text|body|caption|message(text|body)?|content|conversation|vcard|email|phones?|phonenumbers?|msisdn|pushname|plaintext|payload|parameters|query)$/;

const SECRET_LOOKS: [RegExp, string][] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${HIDDEN}`],
  [/\b(wag|whsec)_[\w+/=-]+/g, HIDDEN],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, HIDDEN],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, `$1${HIDDEN}@`],
  [/\+?\d{6,18}(:\d+)?(_\d+)?@(s\.whatsapp\.net|c\.us|lid|g\.us|hosted(\.lid)?)\b/g, `${HIDDEN}@$3`],
  [/\+\d{8,15}\b/g, HIDDEN],
];

/** The text without whatever looks like a credential, a phone number or an address of WhatsApp. */
export function scrub(text: string): string {
  return SECRET_LOOKS.reduce((clean, [look, instead]) => clean.replace(look, instead), text);
}

/**
 * A copy that is safe to log: fields with a telling name are hidden, strings scrubbed, bytes replaced by their count, errors
 * cut down to what says what happened. Deep or long values are cut.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (value instanceof Date) return value;
  if (depth >= MAX_DEPTH) return '[deep]';
  if (isError(value)) return redactError(value, depth);
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1));
  const fields = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(fields.map(([name, field]) => [name, redactField(name, field, depth)]));
}

function redactField(name: string, value: unknown, depth: number): unknown {
  const plain = value === null || value === undefined || typeof value === 'boolean';
  return !plain && isHiddenName(name) ? HIDDEN : redact(value, depth + 1);
}

function isHiddenName(name: string): boolean {
  const normal = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return SECRET_NAME.test(normal) || PRIVATE_NAME.test(normal);
}

/** Errors of libraries carry the whole statement or request that failed; only these fields are known to be harmless. */
function redactError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const { code, status, constraint, table } = error as Error & Record<string, unknown>;
  const known = Object.entries({ code, status, constraint, table }).filter(([, field]) => field !== undefined);
  return {
    type: name,
    message: scrub(message),
    ...Object.fromEntries(known.map(([field, what]) => [field, redact(what, depth + 1)])),
    ...(stack && { stack: scrub(stack) }),
    ...(cause !== undefined && { cause: redact(cause, depth + 1) }),
  };
}
