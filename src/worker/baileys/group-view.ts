import type { BinaryNode, GroupMetadata } from '@whiskeysockets/baileys';
import {
  bareJid,
  type Group,
  type GroupMember,
  type GroupRole,
  type GroupSummary,
  type JoinRequest,
  type MemberResult,
  parseJid,
} from '../../contracts/index.js';

/** The address by phone number behind a LID, where it is known; else the same address. */
export type NameOf = (jid: string) => string;

/** A group in our words. `own` are the account's addresses. */
export function groupView(group: GroupMetadata, own: string[], nameOf: NameOf): Group {
  const participants = group.participants.map((participant) => memberView(participant, nameOf));
  const me = participants.find(({ id, lid }) => own.includes(id) || (lid !== null && own.includes(lid)));
  const owner = group.ownerPn ?? group.owner;
  return {
    groupId: group.id,
    subject: group.subject,
    description: group.desc ?? null,
    owner: owner ? nameOf(bareJid(owner)) : null,
    createdAt: timeOf(group.creation),
    size: group.size ?? participants.length,
    role: me?.role ?? null,
    announce: group.announce ?? false,
    locked: group.restrict ?? false,
    memberAddMode: group.memberAddMode ? 'all' : 'admins',
    joinApproval: group.joinApprovalMode ?? false,
    ephemeralSeconds: group.ephemeralDuration ?? 0,
    participants,
  };
}

export function summaryOf({ participants: _participants, ...summary }: Group): GroupSummary {
  return summary;
}

/** WhatsApp answers for each person, in an order of its own; a person that has to be invited comes with what to send. */
export function memberResult({ attrs, content }: BinaryNode, nameOf: NameOf): MemberResult {
  const error = attrs['error'] && attrs['error'] !== '200' ? Number(attrs['error']) : null;
  const request = Array.isArray(content) ? content.find(({ tag }) => tag === 'add_request') : undefined;
  const code = request?.attrs['code'];
  return {
    id: nameOf(bareJid(attrs['phone_number'] ?? attrs['jid'] ?? '')),
    error,
    invite: code ? { code, expiresAt: timeOf(Number(request?.attrs['expiration'])) } : null,
  };
}

export function joinRequest(attrs: Record<string, string | undefined>, nameOf: NameOf): JoinRequest {
  const jid = bareJid(attrs['jid'] ?? '');
  return {
    id: nameOf(bareJid(attrs['phone_number'] ?? jid)),
    lid: lidIn([jid]),
    requestedAt: timeOf(Number(attrs['request_time'])),
    method: attrs['request_method'] ?? null,
  };
}

function memberView(
  { id, lid, phoneNumber, admin }: GroupMetadata['participants'][number],
  nameOf: NameOf,
): GroupMember {
  const role: GroupRole = admin === 'admin' || admin === 'superadmin' ? admin : 'member';
  return { id: nameOf(bareJid(phoneNumber ?? id)), lid: lidIn([id, lid]), role };
}

function lidIn(jids: (string | undefined)[]): string | null {
  const lid = jids.find((jid) => !!jid && parseJid(jid)?.kind === 'lid');
  return lid ? bareJid(lid) : null;
}

/** Epoch seconds; WhatsApp leaves them out now and then. */
function timeOf(seconds: number | undefined): string | null {
  return seconds && seconds > 0 ? new Date(seconds * 1000).toISOString() : null;
}
