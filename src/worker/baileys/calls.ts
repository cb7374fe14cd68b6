import type { BinaryNode } from '@whiskeysockets/baileys';
import { bareJid, type InboxFact, parseJid } from '../../contracts/index.js';
import type { AccountPort, Changes } from '../whatsapp/port.js';

const CALLS = 'call';
/** A call rings for a minute; this is for many at once. */
const REMEMBERED_CALLS = 50;
/** How WhatsApp tells that somebody calls; all else is about calls that are told already (getCallStatusFromNode in Baileys, rc14). */
const OFFERS = ['offer', 'offer_notice'];

type CallMemory = Pick<AccountPort, 'read' | 'olderThanNewest'>;

/** What a call stanza says, with what makes the account remember whose call it is; null when it is no new call. */
export function newCall(
  { attrs, content }: BinaryNode,
  memory: CallMemory,
): { fact: InboxFact; remember: Changes } | null {
  const [offer] = Array.isArray(content) ? content : [];
  const callId = offer?.attrs['call-id'];
  const caller = offer?.attrs['call-creator'] ?? offer?.attrs['from'] ?? attrs['from'];
  if (!offer || !OFFERS.includes(offer.tag) || !callId || !caller) return null;
  if (memory.read(CALLS, callId) !== null) return null;
  const from = bareJid(offer.attrs['caller_pn'] ?? caller);
  const group = offer.attrs['group-jid'];
  const payload = {
    callId,
    chat: group ? bareJid(group) : from,
    from,
    fromLid: parseJid(caller)?.kind === 'lid' ? bareJid(caller) : null,
    isGroup: group !== undefined || offer.attrs['type'] === 'group',
    isVideo: Array.isArray(offer.content) && offer.content.some(({ tag }) => tag === 'video'),
    timestamp: Number(attrs['t'] ?? 0),
  };
  const outlived = memory.olderThanNewest(REMEMBERED_CALLS - 1, CALLS).map((id) => [id, null] as const);
  const remember = { [CALLS]: { ...Object.fromEntries(outlived), [callId]: { caller } } };
  return { fact: { kind: 'call.received', payload }, remember };
}

/** Who calls, as WhatsApp addresses them; null for a call that is not known. */
export function callerOf(memory: CallMemory, callId: string): string | null {
  return (memory.read(CALLS, callId) as { caller: string } | null)?.caller ?? null;
}
