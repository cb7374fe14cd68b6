import { type PortableAccount, portableEntry, type PortableSettings } from '../../mailbox/index.js';
import { damaged } from './session-file.js';

/** What of a session goes along besides its account. */
export interface SessionCard {
  sessionId: string;
  name: string;
  whatsappId: string | null;
  lid: string | null;
}

/** The body of a file: a line with the card and the settings, then a line for each value of the account, as JSON. */
export function packed(card: SessionCard, { settings, entries }: PortableAccount): Buffer {
  const lines = [{ ...card, settings }, ...entries.map(portableEntry.from)];
  return Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'));
}

/** Checked by whoever uses them: any installation may have written them. */
export interface Unpacked {
  card: Record<keyof SessionCard, unknown>;
  settings: Record<keyof PortableSettings, unknown>;
  entries: PortableAccount['entries'];
}

/** Throws SESSION_FILE_DAMAGED. */
export function unpacked(body: Buffer): Unpacked {
  try {
    const [first = '', ...lines] = body.toString('utf8').split('\n');
    const { settings, ...card } = JSON.parse(first) as Unpacked['card'] & Pick<Unpacked, 'settings'>;
    return { card, settings, entries: lines.map((line) => portableEntry.to(JSON.parse(line))) };
  } catch (cause) {
    throw damaged('what is in it can not be read', cause);
  }
}
