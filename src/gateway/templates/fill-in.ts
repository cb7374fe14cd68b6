import { Problem } from '../../contracts/index.js';

const PLACE = /\{\{\s*([A-Za-z_]\w{0,63})\s*\}\}/g;
// PostgreSQL stores neither NUL nor half a surrogate pair.
const NOT_STORABLE = /[\0\p{Surrogate}]/u;
const MAX_CHARACTERS = 65_536;

/** The variables that a template has places for, each once, in the order of the text. */
export function variablesOf(body: string): string[] {
  return [...new Set([...body.matchAll(PLACE)].map(([, name = '']) => name))];
}

/**
 * The text with its variables. Throws VALIDATION_FAILED for one that is missing or is neither text nor number: a customer must never
 * read `{{name}}`. More variables than places do no harm. What a variable says is text, never a place again.
 */
export function filledIn(body: string, variables: Record<string, unknown>): string {
  const text = body.replace(PLACE, (_place, name: string) => valueOf(variables, name));
  if ([...text].length > MAX_CHARACTERS)
    throw wrong('/variables', `make a text of more than ${MAX_CHARACTERS} characters`);
  return text;
}

function valueOf(variables: Record<string, unknown>, name: string): string {
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') throw wrong(`/variables/${name}`, 'must be a text or a number');
  if (NOT_STORABLE.test(value)) throw wrong(`/variables/${name}`, 'must be well-formed text');
  return value;
}

function wrong(pointer: string, detail: string): Problem {
  return new Problem('VALIDATION_FAILED', `${pointer} ${detail}.`, { errors: [{ pointer, detail }] });
}
