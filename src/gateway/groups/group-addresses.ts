import { isPerson, parseJid, parseRecipient } from '../../contracts/index.js';
import { wrongField } from '../../platform/problems/index.js';

const NO_GROUP = 'must be the address of a group, like 120363041234567890@g.us';
const NO_PERSON = 'must be a phone number in international form or the address of a person';
/** What WhatsApp's clients show and share. */
const INVITE_LINK = /^(?:https?:\/\/)?chat\.whatsapp\.com\/(?:invite\/)?([A-Za-z0-9_-]+)/;
const INVITE_CODE = /^[A-Za-z0-9_-]{4,64}$/;

/** The canonical address of a group; the server may be left out. Throws VALIDATION_FAILED. */
export function groupIdOf(groupId: string): string {
  const address = parseJid(groupId.includes('@') ? groupId : `${groupId}@g.us`);
  if (address?.kind !== 'group') throw wrongField('groupId', NO_GROUP);
  return address.jid;
}

/** The canonical addresses of people, each once. Throws VALIDATION_FAILED with the place of who is none. */
export function peopleOf(participants: string[]): string[] {
  const jids = participants.map((one, at) => {
    const address = parseRecipient(one);
    if (!address || !isPerson(address.jid)) throw wrongField(`/participants/${at}`, NO_PERSON);
    return address.jid;
  });
  return [...new Set(jids)];
}

/** The code of an invite, which may be given as its link. Throws VALIDATION_FAILED. */
export function inviteCodeOf(invite: string): string {
  const code = INVITE_LINK.exec(invite)?.[1] ?? invite;
  if (!INVITE_CODE.test(code)) throw wrongField('/inviteCode', 'must be the code of an invite, or its link');
  return code;
}

export function inviteLinkOf(inviteCode: string): string {
  return `https://chat.whatsapp.com/${inviteCode}`;
}
