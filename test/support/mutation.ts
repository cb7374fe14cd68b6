import type { Chance } from './chance.js';

/** What programs send by mistake, and others on purpose. */
export const NASTY: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, -0, 2 ** 53, 2 ** 31, '', ' ', '0', 'null', 'undefined', 'NaN', '-1'],
  ...['\u0000', 'a\u0000b', '\ud800', '\u202e', '👍🏽', 'ﷺ'.repeat(50), 'x'.repeat(70_000), '\r\nX-Injected: 1'],
  ...[
    '../../etc/passwd',
    '%00',
    '%2e%2e%2f',
    `' or 1=1 --`,
    '$(reboot)',
    '{{constructor}}',
    '<script>alert(1)</script>',
  ],
  ...['+0', '+1', `+${'9'.repeat(40)}`, '@g.us', '@s.whatsapp.net', '1@lid', '0@newsletter', 'status@broadcast'],
  ...['http://127.0.0.1:1/', 'file:///etc/passwd', 'http://[::1]/', 'javascript:1', 'data:,x', 'https://'],
  ...['1970-01-01', '9999-12-31T23:59:59Z', '2026-13-45', '-271821-04-20T00:00:00Z', 'now'],
  ...[
    [],
    {},
    [[]],
    [null],
    [{}],
    { length: -1 },
    { toString: 1 },
    { then: 1 },
    { $ne: null },
    { __proto__: null, a: 1 },
  ],
];

/** The same value with one thing in it changed: replaced, left out, doubled, or put in too much. */
export function mutated(chance: Chance, value: unknown): unknown {
  if (Array.isArray(value) && value.length > 0 && chance.happens(0.7)) return mutatedList(chance, value);
  if (typeof value === 'object' && value !== null && chance.happens(0.85)) {
    return mutatedObject(chance, value as Record<string, unknown>);
  }
  if (typeof value === 'string' && chance.happens(0.4)) return mutatedText(chance, value);
  return chance.one(NASTY);
}

function mutatedObject(chance: Chance, value: Record<string, unknown>): unknown {
  const keys = Object.keys(value);
  const changed: Record<string, unknown> = { ...value };
  const key = keys.length > 0 ? chance.one(keys) : 'type';
  const act = chance.below(10);
  if (act < 6) changed[key] = mutated(chance, value[key]);
  else if (act < 8) delete changed[key];
  else changed[chance.one(['__proto__', 'constructor', 'userId', 'sessionId', 'role', 'id', 'x'])] = chance.one(NASTY);
  return changed;
}

function mutatedList(chance: Chance, value: unknown[]): unknown[] {
  const at = chance.below(value.length);
  const act = chance.below(4);
  if (act === 0) return value.toSpliced(at, 1);
  if (act === 1) return Array.from({ length: 1 + chance.below(1_200) }, () => value[at]);
  return value.with(at, mutated(chance, value[at]));
}

function mutatedText(chance: Chance, value: string): string {
  const at = chance.below(value.length + 1);
  const act = chance.below(4);
  if (act === 0) return value.slice(0, at);
  if (act === 1) return value + value;
  if (act === 2)
    return value.slice(0, at) + String(chance.one(['\u0000', '\ud83d', '%', '"', '\n', 'ß', '٣'])) + value.slice(at);
  return value.toUpperCase();
}
