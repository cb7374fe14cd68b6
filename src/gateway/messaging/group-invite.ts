import { type Content, parseJid } from '../../contracts/index.js';
import type { SendGroupInviteDto } from './send-kinds.dto.js';
import { wrongField } from './wrong-field.js';

/** As long as WhatsApp's own invitations are good. */
const GOOD_FOR_MS = 3 * 86_400_000;

/** The invitation that a caller asks for. Throws VALIDATION_FAILED for what is no group, and for one that is over. */
export function groupInvite(wish: SendGroupInviteDto, now: Date): Extract<Content, { type: 'groupInvite' }> {
  const { type, group, inviteCode, groupName = null, caption = null } = wish;
  if (parseJid(group)?.kind !== 'group') throw wrongField('/group', 'must be the address of a group (…@g.us)');
  const end = wish.expiresAt ? new Date(wish.expiresAt) : new Date(now.getTime() + GOOD_FOR_MS);
  if (end <= now) throw wrongField('/expiresAt', 'must be in the future');
  // WhatsApp counts in seconds.
  end.setUTCMilliseconds(0);
  return { type, group, inviteCode, groupName, caption, expiresAt: end.toISOString() };
}
