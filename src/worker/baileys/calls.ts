import type { BinaryNode } from '@whiskeysockets/baileys';
import { bareJid, type CallReceivedFact, type CallState, type InboxFact, parseJid } from '../../contracts/index.js';
import type { AccountPort, Changes } from '../whatsapp/port.js';

const CALLS = 'call';
/** A call rings for a minute; this is for many at once. */
const REMEMBERED_CALLS = 50;
/** How WhatsApp tells that somebody calls (getCallStatusFromNode in Baileys, rc14). */
const OFFERS = ['offer', 'offer_notice'];

type CallMemory = Pick<AccountPort, 'read' | 'olderThanNewest'>;

interface KnownCall {
  /** Who calls, as WhatsApp addresses them. */
  caller: string;
  /** What was told of it last. */
  told?: CallReceivedFact;
}

/** What is to be told of a call, with what makes the account remember it. */
export interface CallNews {
  fact: InboxFact;
  remember: Changes;
}

/** What a call stanza says that was not told yet; null when it says nothing new. */
export function callNews(node: BinaryNode, memory: CallMemory): CallNews | null {
  const [step] = Array.isArray(node.content) ? node.content : [];
  const callId = step?.attrs['call-id'];
  if (!step || !callId) return null;
  if (OFFERS.includes(step.tag)) return offered(node, step, callId, memory);
  const state = stateOf(step);
  return state && callMoved(memory, callId, state, Number(node.attrs['t'] ?? 0));
}

/** The next state of a call that was offered; null when that was told already, or can not follow. `at` in epoch seconds. */
export function callMoved(memory: CallMemory, callId: string, state: CallState, at: number): CallNews | null {
  const known = knownCall(memory, callId);
  if (!known?.told || !follows(state, known.told.state)) return null;
  const told = { ...known.told, state, timestamp: at };
  return { fact: { kind: 'call.received', payload: told }, remember: { [CALLS]: { [callId]: { ...known, told } } } };
}

/** Who calls, as WhatsApp addresses them; null for a call that is not known. */
export function callerOf(memory: CallMemory, callId: string): string | null {
  return knownCall(memory, callId)?.caller ?? null;
}

function offered({ attrs }: BinaryNode, offer: BinaryNode, callId: string, memory: CallMemory): CallNews | null {
  const caller = offer.attrs['call-creator'] ?? offer.attrs['from'] ?? attrs['from'];
  if (!caller || knownCall(memory, callId)) return null;
  const from = bareJid(offer.attrs['caller_pn'] ?? caller);
  const group = offer.attrs['group-jid'];
  const told: CallReceivedFact = {
    callId,
    state: 'offer',
    chat: group ? bareJid(group) : from,
    from,
    fromLid: parseJid(caller)?.kind === 'lid' ? bareJid(caller) : null,
    isGroup: group !== undefined || offer.attrs['type'] === 'group',
    isVideo: Array.isArray(offer.content) && offer.content.some(({ tag }) => tag === 'video'),
    timestamp: Number(attrs['t'] ?? 0),
  };
  const outlived = memory.olderThanNewest(REMEMBERED_CALLS - 1, CALLS).map((id) => [id, null] as const);
  const remember = { [CALLS]: { ...Object.fromEntries(outlived), [callId]: { caller, told } } };
  return { fact: { kind: 'call.received', payload: told }, remember };
}

/** Null for what belongs to the setting up of a call. */
function stateOf({ tag, attrs }: BinaryNode): CallState | null {
  switch (tag) {
    case 'accept':
    case 'reject':
      return tag;
    case 'terminate':
      return attrs['reason'] === 'timeout' ? 'timeout' : 'terminate';
    default:
      return null;
  }
}

/** A call that is over stays over; one that was taken ends only by hanging up. */
function follows(next: CallState, last: CallState): boolean {
  if (last === 'offer') return next !== 'offer';
  return last === 'accept' && next === 'terminate';
}

function knownCall(memory: CallMemory, callId: string): KnownCall | null {
  return memory.read(CALLS, callId) as KnownCall | null;
}
