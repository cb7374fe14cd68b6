import { randomInt } from 'node:crypto';
import { acquaintances } from './conversations.js';
import { notify } from './deliveries.js';
import { mayEdit, membersOf } from './groups/changes.js';
import { isGroup } from './groups/group.js';
import { peopleChanged } from './screen/changes.js';
import type { Companion, User } from './users.js';
import { SERVER } from './wire/jid.js';
import { bytes, child, children, QueryError, stanza, type BinaryNode } from './wire/stanza.js';
import type { Picture, World } from './world.js';

/** Where the media server has the pictures of people and groups. */
export function pictureUrl(world: World, { id }: Picture): string {
  return `https://${world.media.host}/pps/${id}.jpg`;
}

/** `w:profile:picture get`: of a user or a group. @throws QueryError 404 when there is none. */
export function answerPicture(world: World, request: BinaryNode): BinaryNode[] {
  const picture = world.pictures.get(keyOf(world, request.attrs.target) ?? '');
  if (!picture) throw new QueryError(404, 'item-not-found');
  const { type = 'image' } = child(request, 'picture')?.attrs ?? {};
  return [stanza('picture', { id: picture.id, type, url: pictureUrl(world, picture) })];
}

/** `w:profile:picture set`: the own one, or that of a group; without content it is taken away. */
export function changePicture(world: World, { user }: Companion, request: BinaryNode): BinaryNode[] {
  const { target } = request.attrs;
  const group = isGroup(target) ? world.groups.get(target) : undefined;
  if (isGroup(target) && !group) throw new QueryError(404, 'item-not-found');
  if (group) mayEdit(group, user);
  const jpeg = bytes(child(request, 'picture'));
  const picture = setPicture(world, user, group?.jid ?? user.phoneNumber, jpeg.length > 0 ? jpeg : null);
  return picture ? [stanza('picture', { id: picture.id })] : [];
}

/** Keeps the picture of a phone number or a group, and tells those who know it. */
export function setPicture(world: World, by: User, key: string, jpeg: Buffer | null): Picture | null {
  const picture = jpeg && { id: String(randomInt(1_000_000_000, 2_000_000_000)), jpeg };
  if (picture) world.pictures.set(key, picture);
  else world.pictures.delete(key);
  peopleChanged(world);
  const group = world.groups.get(key);
  const author = group ? by.jid(group.addressing) : undefined;
  const node = stanza(picture ? 'set' : 'delete', { jid: group?.jid ?? by.jid('pn'), id: picture?.id, author });
  const audience = group ? membersOf(world, group) : [by, ...acquaintances(world, by)];
  for (const user of audience) {
    for (const companion of user.companions.values()) {
      notify(world, companion, 'picture', group?.jid ?? by.jid('pn'), [node]);
    }
  }
  return picture;
}

function keyOf(world: World, jid: string | undefined): string | undefined {
  return isGroup(jid) ? jid : world.users.at(jid)?.phoneNumber;
}

/** `status set`: what the user says about itself. */
export function changeAbout(world: World, { user }: Companion, request: BinaryNode): BinaryNode[] {
  user.about = { text: bytes(child(request, 'status')).toString(), at: world.now() };
  return [];
}

const PRIVACY = ['readreceipts', 'last', 'online', 'profile', 'status', 'groupadd', 'calladd', 'messages'];

/** `privacy get` */
export function answerPrivacy({ user }: Companion): BinaryNode[] {
  const categories = PRIVACY.map((name) => stanza('category', { name, value: user.privacy.get(name) ?? 'all' }));
  return [stanza('privacy', {}, categories)];
}

/** `privacy set`: answered with what was set. */
export function changePrivacy({ user }: Companion, request: BinaryNode): BinaryNode[] {
  const privacy = child(request, 'privacy');
  for (const { attrs } of children(privacy, 'category')) {
    if (!attrs.name || !attrs.value || !PRIVACY.includes(attrs.name)) throw new QueryError(400, 'bad-request');
    user.privacy.set(attrs.name, attrs.value);
  }
  return privacy ? [privacy] : [];
}

/** `w:biz get`: what a business says of itself; of others nothing. */
export function answerBusiness(world: World, request: BinaryNode): BinaryNode[] {
  const jid = child(child(request, 'business_profile'), 'profile')?.attrs.jid;
  const business = world.users.at(jid)?.business;
  if (!business) return [stanza('business_profile', {}, [])];
  const { category, ...texts } = business;
  const fields = Object.entries(texts).map(([name, text]) => stanza(name, {}, Buffer.from(String(text))));
  if (category) fields.push(stanza('categories', {}, [stanza('category', { id: '1' }, Buffer.from(category))]));
  return [stanza('business_profile', {}, [stanza('profile', { jid }, fields)])];
}

/** `blocklist get` */
export function answerBlocklist(world: World, { user }: Companion): BinaryNode[] {
  const items = [...user.blocked].flatMap((number) => {
    const blocked = world.users.withNumber(number);
    return blocked ? [stanza('item', { jid: blocked.jid('lid') })] : [];
  });
  return [stanza('list', {}, items)];
}

/** `blocklist set`: one user more or less; the other companions hear of it. */
export function changeBlocklist(world: World, companion: Companion, request: BinaryNode): BinaryNode[] {
  const { action, jid } = child(request, 'item')?.attrs ?? {};
  const target = world.users.at(jid);
  if (!target) throw new QueryError(404, 'item-not-found');
  const { user } = companion;
  if (action === 'block') user.blocked.add(target.phoneNumber);
  else user.blocked.delete(target.phoneNumber);
  const change = stanza('blocklist', {}, [stanza('item', { jid: target.jid('lid'), action })]);
  for (const other of user.companions.values()) {
    if (other !== companion) notify(world, other, 'account_sync', SERVER, [change]);
  }
  return answerBlocklist(world, companion);
}
