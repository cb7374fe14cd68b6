import { Transform, type TransformFnParams } from 'class-transformer';
import { ValidateBy, type ValidationArguments } from 'class-validator';

const WELL_KNOWN =
  /^((secret|password|passw0rd|changeme|minioadmin|admin|default|test|postgres|wagate)[\d!.-]*|(your|example)[-_ ].*|.*change[-_ ]?(this|me).*)$/i;
const ONE_PIECE_REPEATED = /^(.{1,8}?)\1+$/;
const WEEK_SECONDS = 7 * 24 * 3600;
const FLAGS: Record<string, boolean> = { true: true, on: true, '1': true, false: false, off: false, '0': false };

/** One rule a variable, so that one sentence can say all that is expected: `PORT must be …`. */
function mustBe(expected: string, valid: (value: unknown, env: object) => boolean): PropertyDecorator {
  return ValidateBy({
    name: 'mustBe',
    validator: {
      validate: (value: unknown, args?: ValidationArguments) => valid(value, args?.object ?? {}),
      defaultMessage: () => `$property must be ${expected}`,
    },
  });
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

export function Text(expected: string, pattern: RegExp): PropertyDecorator {
  return mustBe(expected, (value) => pattern.test(text(value)));
}

export function OneOf(...words: readonly string[]): PropertyDecorator {
  return mustBe(`one of ${words.join(', ')}`, (value) => words.includes(text(value)));
}

export function Url(...schemes: string[]): PropertyDecorator {
  return mustBe(`a URL that starts with ${startsOf(schemes).join(' or ')}`, (value) => isUrl(value, schemes));
}

export function UrlWithLogin(...schemes: string[]): PropertyDecorator {
  return mustBe(`a URL that starts with ${startsOf(schemes).join(' or ')}, with user and password`, (value) => {
    return isUrl(value, schemes) && /:\/\/[^@/:]+:[^@/]+@/.test(text(value));
  });
}

const startsOf = (schemes: string[]) => schemes.map((scheme) => `${scheme}://`);

function isUrl(value: unknown, schemes: string[]): boolean {
  return startsOf(schemes).some((start) => text(value).startsWith(start)) && URL.canParse(text(value));
}

/** A whole number; `unit` says of what. The property becomes a number. */
export function Whole(unit: string, min: number, max: number): PropertyDecorator {
  const valid = mustBe(`${unit}: a whole number from ${min} to ${max}`, (value) => {
    return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
  });
  return both(
    Transform(({ value }: TransformFnParams) => (typeof value === 'string' ? Number(value) : (value as unknown))),
    valid,
  );
}

/** The property becomes a boolean. */
export function Flag(expected: 'true or false' | 'on or off'): PropertyDecorator {
  return both(
    Transform(({ value }: TransformFnParams) => (typeof value === 'string' ? FLAGS[value] : (value as unknown))),
    mustBe(expected, (value) => typeof value === 'boolean'),
  );
}

/** Well-known values are refused, but for ROLE=all, which is also how people try the product. */
export function Secret(minLength: number, maxLength = 1024): PropertyDecorator {
  const most = maxLength < 1024 ? ` and at most ${maxLength}` : '';
  return mustBe(`at least ${minLength}${most} characters, none of the well-known ones`, (value, env) => {
    const { length } = text(value);
    return length >= minLength && length <= maxLength && (isTrial(env) || !isWellKnownSecret(text(value)));
  });
}

export function Key32(): PropertyDecorator {
  return mustBe('32 random bytes in base64: `openssl rand -base64 32` makes them', (value, env) => {
    return isKey32(text(value)) && (isTrial(env) || new Set(Buffer.from(text(value), 'base64')).size > 8);
  });
}

export function Keys32(): PropertyDecorator {
  return mustBe('keys of 32 bytes in base64, separated by commas', (value) => parseKeys(text(value)) !== null);
}

/** Null when one is none. */
export function parseKeys(keys: string): Buffer[] | null {
  if (keys.trim() === '') return [];
  const parts = keys.split(',').map((part) => part.trim());
  return parts.every(isKey32) ? parts.map((part) => Buffer.from(part, 'base64')) : null;
}

function isKey32(key: string): boolean {
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(key) && Buffer.from(key, 'base64').length === 32;
}

export function Origins(): PropertyDecorator {
  const expected = 'origins such as https://app.example.com, separated by commas, without a path; * is none';
  return mustBe(expected, (value) => parseOrigins(text(value)) !== null);
}

/** As browsers write them; null when one is none. */
export function parseOrigins(origins: string): string[] | null {
  const parts = origins.split(',').map((part) => part.trim());
  const named = parts.filter((part) => part !== '');
  if (named.length < parts.length && origins.trim() !== '') return null;
  const isOrigin = (part: string) => {
    return isUrl(part, ['http', 'https']) && !part.includes('*') && new URL(part).origin === part;
  };
  return named.every(isOrigin) ? named : null;
}

export function Schedule(): PropertyDecorator {
  return mustBe('1 to 20 waits in seconds, separated by commas, none above a week', (value) => {
    return parseSchedule(text(value)) !== null;
  });
}

/** The waits in seconds; null when the text is no schedule. */
export function parseSchedule(schedule: string): number[] | null {
  const parts = schedule.split(',').map((part) => part.trim());
  const valid = parts.length <= 20 && parts.every((part) => /^\d+(\.\d+)?$/.test(part) && Number(part) <= WEEK_SECONDS);
  return valid ? parts.map(Number) : null;
}

export function Plan(): PropertyDecorator {
  return mustBe('messages an hour, calls an hour and sessions, separated by commas; 0 for any number', (value) => {
    return parsePlan(text(value)) !== null;
  });
}

/** What a plan allows; 0: any number. */
export interface PlanFigures {
  messagesPerHour: number;
  callsPerHour: number;
  sessions: number;
}

/** Null when the text is no plan. */
export function parsePlan(plan: string): PlanFigures | null {
  if (!/^\d{1,9},\d{1,9},\d{1,9}$/.test(plan)) return null;
  const [messagesPerHour = 0, callsPerHour = 0, sessions = 0] = plan.split(',').map(Number);
  return { messagesPerHour, callsPerHour, sessions };
}

export function DaysByKind(): PropertyDecorator {
  const expected = 'a number of days, 0 for ever, and then others by kind of message, as in 365,image=90,poll=0';
  return mustBe(expected, (value) => parseDaysByKind(text(value)) !== null);
}

/** How long each kind is kept, in days; 0: for ever. */
export interface DaysByKind {
  others: number;
  byKind: Record<string, number>;
}

/** Null when the text is none. */
export function parseDaysByKind(days: string): DaysByKind | null {
  const [others = '', ...kinds] = days.split(',').map((part) => part.trim());
  if (!isDays(others) || !kinds.every((kind) => /^[A-Za-z]{1,20}=/.test(kind) && isDays(kind.replace(/^\w+=/, '')))) {
    return null;
  }
  const byKind = kinds.map((kind) => kind.split('=')).map(([kind = '', limit]) => [kind, Number(limit)] as const);
  return { others: Number(others), byKind: Object.fromEntries(byKind) };
}

function isDays(text: string): boolean {
  return /^\d{1,4}$/.test(text) && Number(text) <= 3650;
}

/** True when everybody who reads manuals could guess it: a word of a sample file, or one short piece repeated. */
export function isWellKnownSecret(secret: string): boolean {
  return WELL_KNOWN.test(secret) || ONE_PIECE_REPEATED.test(secret);
}

function isTrial(env: object): boolean {
  return 'ROLE' in env && env.ROLE === 'all';
}

function both(first: PropertyDecorator, second: PropertyDecorator): PropertyDecorator {
  return (target, property) => {
    first(target, property);
    second(target, property);
  };
}
