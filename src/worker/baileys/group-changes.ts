import type { BinaryNode } from '@whiskeysockets/baileys';
import {
  bareJid,
  type GroupActFact,
  type GroupParticipantsFact,
  type GroupUpdate,
  type InboxFact,
  parseJid,
} from '../../contracts/index.js';
import type { AccountPort, Changes } from '../whatsapp/port.js';
import type { NameOf } from './group-view.js';

/** What a notification of WhatsApp means; a tag of its only child is its kind (handleGroupNotification in Baileys, rc14). */
type Told =
  | { kind: 'updated'; changes: GroupUpdate }
  | { kind: 'participants'; action: GroupParticipantsFact['action']; people: BinaryNode[] };

const CHANGES = 'group-change';
/** Notifications are given again until they are acknowledged; this is far more than can be on their way at once. */
const REMEMBERED_CHANGES = 500;

type ChangeMemory = Pick<AccountPort, 'read' | 'olderThanNewest'>;

/** What happened to a group, with what makes the account know the notification again; null for one that was told before, or is about no group. */
export function groupChange(
  node: BinaryNode,
  memory: ChangeMemory,
  nameOf: NameOf,
): { fact: InboxFact; remember: Changes } | null {
  const { id, from } = node.attrs;
  if (!id || !from || parseJid(from)?.kind !== 'group') return null;
  const key = `${from}/${id}`;
  if (memory.read(CHANGES, key) !== null) return null;
  const [child] = Array.isArray(node.content) ? node.content : [];
  if (!child) return null;
  const outlived = memory.olderThanNewest(REMEMBERED_CHANGES - 1, CHANGES).map((old) => [old, null] as const);
  const remember = { [CHANGES]: { ...Object.fromEntries(outlived), [key]: true } };
  return { fact: factOf(node, child, nameOf), remember };
}

function factOf(node: BinaryNode, child: BinaryNode, nameOf: NameOf): InboxFact {
  const act = actOf(node, child, nameOf);
  const told = node.attrs['type'] === 'picture' ? pictureOf(child) : meaningOf(child, act, nameOf);
  if (told.kind === 'updated') return { kind: 'group.updated', payload: { ...act, changes: told.changes } };
  const participants = told.people.map(({ attrs }) => personIn(attrs, nameOf));
  return { kind: 'group.participants', payload: { ...act, action: told.action, participants } };
}

function actOf({ attrs }: BinaryNode, child: BinaryNode, nameOf: NameOf): GroupActFact {
  const { from = '', id = '', participant, participant_pn: phone, participant_lid: lid, notify, t } = attrs;
  const actor = participant || child.attrs['author'];
  const addresses = [phone, actor, lid].filter((jid): jid is string => !!jid).map(bareJid);
  return {
    groupId: from,
    changeId: id,
    by: addresses[0] === undefined ? null : nameOf(addresses[0]),
    byLid: addresses.find((jid) => parseJid(jid)?.kind === 'lid') ?? null,
    pushName: notify ?? null,
    timestamp: Number(t ?? 0),
  };
}

function pictureOf({ tag, attrs }: BinaryNode): Told {
  return { kind: 'updated', changes: { pictureId: tag === 'set' ? (attrs['id'] ?? '') : null } };
}

function meaningOf(child: BinaryNode, act: GroupActFact, nameOf: NameOf): Told {
  const people = childrenOf(child, 'participant');
  switch (child.tag) {
    case 'add':
    case 'promote':
    case 'demote':
      return { kind: 'participants', action: child.tag, people };
    case 'remove':
    case 'leave':
      return { kind: 'participants', action: isOwnAct(people, act, nameOf) ? 'leave' : 'remove', people };
    case 'created_membership_requests':
      return { kind: 'participants', action: 'request', people };
    case 'revoked_membership_requests':
      return { kind: 'participants', action: isOwnAct(people, act, nameOf) ? 'withdraw' : 'reject', people };
    case 'modify':
      return { kind: 'participants', action: 'number_changed', people };
    default:
      return { kind: 'updated', changes: changesIn(child) };
  }
}

/** What the child says is different; of what is not known here its name is told. */
function changesIn({ tag, attrs, content }: BinaryNode): GroupUpdate {
  switch (tag) {
    case 'create':
      return createdIn(content);
    case 'subject':
      return { subject: attrs['subject'] ?? '' };
    case 'description':
      return { description: attrs['delete'] ? null : textOf(content, 'body') };
    case 'announcement':
    case 'not_announcement':
      return { announce: tag === 'announcement' };
    case 'locked':
    case 'unlocked':
      return { locked: tag === 'locked' };
    case 'member_add_mode':
      return { memberAddMode: written(content) === 'all_member_add' ? 'all' : 'admins' };
    case 'membership_approval_mode':
      return { joinApproval: childIn(content, 'group_join')?.attrs['state'] === 'on' };
    case 'ephemeral':
      return { ephemeralSeconds: Number(attrs['expiration'] ?? 0) };
    case 'not_ephemeral':
      return { ephemeralSeconds: 0 };
    case 'invite':
      return { inviteCode: attrs['code'] ?? '' };
    default:
      return { rawKind: tag };
  }
}

/** The group was made with the account in it, or the account has come into it. */
function createdIn(content: BinaryNode['content']): GroupUpdate {
  const group = childIn(content, 'group');
  const description =
    group && childIn(group.content, 'description')
      ? textOf(childIn(group.content, 'description')?.content, 'body')
      : null;
  return { joined: true, subject: group?.attrs['subject'] ?? '', ...(description !== null && { description }) };
}

function isOwnAct(people: BinaryNode[], { by }: GroupActFact, nameOf: NameOf): boolean {
  const [only] = people;
  return people.length === 1 && only !== undefined && personIn(only.attrs, nameOf).id === by;
}

function personIn(
  { jid = '', phone_number: phone, lid }: Record<string, string | undefined>,
  nameOf: NameOf,
): GroupParticipantsFact['participants'][number] {
  const addresses = [phone, jid, lid].filter((one): one is string => !!one).map(bareJid);
  return {
    id: nameOf(addresses[0] ?? ''),
    lid: addresses.find((one) => parseJid(one)?.kind === 'lid') ?? null,
  };
}

function childrenOf({ content }: BinaryNode, tag: string): BinaryNode[] {
  return Array.isArray(content) ? content.filter((child) => child.tag === tag) : [];
}

function childIn(content: BinaryNode['content'], tag: string): BinaryNode | undefined {
  return Array.isArray(content) ? content.find((child) => child.tag === tag) : undefined;
}

function textOf(content: BinaryNode['content'], tag: string): string {
  return written(childIn(content, tag)?.content);
}

function written(content: BinaryNode['content']): string {
  if (typeof content === 'string') return content;
  return content instanceof Uint8Array ? Buffer.from(content).toString() : '';
}
