import type { Wording } from '../faults/traffic.js';
import type { Chat } from '../support/parties.js';

/** Of every eight messages of a chat one is a picture, one a document, and two go to the group, where there is one. */
const ROUND = 8;
const PICTURE = 3;
const DOCUMENT = 6;
const IN_GROUP = [1, 5];
const DOCUMENT_BYTES = 20_000;
/** One dark pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=';

/** Texts, files and group messages in turn, both ways. What a message says is unique: the text, or the caption of the file. */
export function mixed(): Wording {
  const counts = new Map<Chat, number>();
  const turnOf = (chat: Chat) => {
    const turn = counts.get(chat) ?? 0;
    counts.set(chat, turn + 1);
    return turn % ROUND;
  };
  return {
    toSend(chat, text) {
      const turn = turnOf(chat);
      const group = groupAt(chat, turn);
      const to = group ?? chat.contact.jid;
      return { chat: group ?? chat.contact.phoneNumber, body: { to, ...sent(turn, text) } };
    },
    toSay(chat, text) {
      const turn = turnOf(chat);
      const group = groupAt(chat, turn);
      const to = group ?? chat.session.phoneNumber;
      return { chat: group ?? chat.contact.phoneNumber, body: { to, ...said(turn, text) } };
    },
  };
}

function groupAt({ group }: Chat, turn: number): string | undefined {
  return IN_GROUP.includes(turn) ? group : undefined;
}

function sent(turn: number, text: string): Record<string, unknown> {
  if (turn === PICTURE) return { type: 'image', caption: text, media: { base64: PNG, mimetype: 'image/png' } };
  if (turn === DOCUMENT) return { type: 'document', caption: text, filename: 'a.txt', media: document(text) };
  return { type: 'text', text };
}

function said(turn: number, text: string): Record<string, unknown> {
  if (turn === PICTURE) return { type: 'image', caption: text, data: PNG };
  if (turn === DOCUMENT) return { type: 'document', caption: text, filename: 'a.bin', sizeBytes: DOCUMENT_BYTES };
  return { text };
}

function document(text: string): Record<string, unknown> {
  const bytes = Buffer.from(`${text}\n`.repeat(Math.ceil(DOCUMENT_BYTES / (text.length + 1))));
  return { base64: bytes.toString('base64'), mimetype: 'text/plain', filename: 'a.txt' };
}
