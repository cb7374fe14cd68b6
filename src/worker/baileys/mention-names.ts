import { parseJid } from '../../contracts/index.js';

/** Two addresses of one person: the one that is written, and the one that is to be. */
export type Renaming = readonly [from: string, to: string];

/**
 * The same content with the people who are named in its text or caption called by their other address. WhatsApp writes them as the
 * digits of an address after an `@`, a number or a LID as the chat has it.
 */
export function withNames<C extends object>(content: C, renamings: Renaming[]): C {
  const digits = new Map(renamings.map(([from, to]) => [userOf(from), userOf(to)]));
  if (digits.size === 0) return content;
  const named = (text: string) => text.replace(/(?<!\w)@(\d+)/g, (_, user: string) => `@${digits.get(user) ?? user}`);
  if ('text' in content && typeof content.text === 'string') return { ...content, text: named(content.text) };
  if ('caption' in content && typeof content.caption === 'string')
    return { ...content, caption: named(content.caption) };
  return content;
}

function userOf(jid: string): string {
  return parseJid(jid)?.user ?? jid;
}
