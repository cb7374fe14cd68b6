import { type Address, isPerson, parseRecipient, Problem, type TextStyle } from '../../contracts/index.js';
import type { SendWish } from './send-form.service.js';
import type { SendKind } from './send-kinds.dto.js';
import { wrongField } from './wrong-field.js';

/** What people see among the updates of others. */
const POSTED: SendKind[] = ['text', 'template', 'image', 'video', 'voice', 'delete'];
/** Of what a linked device can post in a channel. */
const IN_CHANNELS: SendKind[] = ['text', 'template'];
const TEXTS_ONLY =
  'In channels only texts are offered: WhatsApp takes files there only with the handle of their upload, which Baileys does not send, and what is done to posts goes by numbers that it does not tell.';
/** What only a status has. */
const STATUS_FIELDS = ['statusRecipients', 'backgroundColor', 'font'] as const;

/** Throws NOT_OFFERED for what can not be posted there, and VALIDATION_FAILED for what makes no sense elsewhere. */
export function refuseMisplaced(wish: SendWish, { kind }: Pick<Address, 'kind'>): void {
  if (kind === 'newsletter' && !IN_CHANNELS.includes(wish.type)) throw new Problem('NOT_OFFERED', TEXTS_ONLY);
  if (kind === 'status' && !POSTED.includes(wish.type)) {
    const detail = `A status is a text, a picture, a video or a voice message, and can be deleted; not ${wish.type}.`;
    throw new Problem('NOT_OFFERED', detail);
  }
  if (kind === 'status') return;
  const field = STATUS_FIELDS.find((name) => name in wish && wish[name as keyof SendWish] != null);
  if (field) throw wrongField(`/${field}`, 'makes sense for status@broadcast only');
}

/** Who sees a status, each once. Throws VALIDATION_FAILED for who is no person. */
export function recipientsOf(wanted: string[]): string[] {
  const jids = wanted.map((one, at) => {
    const address = parseRecipient(one);
    if (address && isPerson(address.jid)) return address.jid;
    throw wrongField(
      `/statusRecipients/${at}`,
      'must be a phone number in international form or the address of a person',
    );
  });
  return [...new Set(jids)];
}

/** How a text looks; null: as the phone of its reader likes. */
export function styleOf({
  backgroundColor,
  font,
}: {
  backgroundColor?: string | null;
  font?: number | null;
}): TextStyle | null {
  if (backgroundColor == null && font == null) return null;
  return { backgroundColor: backgroundColor ?? null, font: font ?? null };
}
