import { randomBytes } from 'node:crypto';
import type { Connection } from './connection.js';
import { deliver } from './deliveries.js';
import { callChanged } from './screen/changes.js';
import type { Companion, User } from './users.js';
import { children, stanza, type BinaryNode } from './wire/stanza.js';
import type { Call, World } from './world.js';

/** The phone of a user rings that of another, and all its companions. */
export function offerCall(world: World, from: User, to: User, video: boolean): Call {
  const id = randomBytes(16).toString('hex').toUpperCase();
  const call: Call = { id, from: from.phoneNumber, to: to.phoneNumber, video, at: world.now(), state: 'ringing' };
  world.calls.set(id, call);
  const media = [stanza('audio', { enc: 'opus', rate: 16_000 }), ...(video ? [stanza('video', { enc: 'vp8' })] : [])];
  ring(world, from, to, stanza('offer', { ...names(from, call), caller_pn: from.jid('pn') }, media));
  callChanged(world, call);
  return call;
}

/** The caller hangs up, or nobody answered in time. */
export function endCall(world: World, call: Call, reason: 'timeout' | undefined): void {
  call.state = 'ended';
  const [from, to] = [world.users.withNumber(call.from), world.users.withNumber(call.to)];
  if (from && to) ring(world, from, to, stanza('terminate', { ...names(from, call), reason }));
  callChanged(world, call);
}

/** The phone that rings is answered or declined by hand; its companions are told. */
export function answerCall(world: World, call: Call, accepted: boolean): void {
  call.state = accepted ? 'accepted' : 'rejected';
  const [from, to] = [world.users.withNumber(call.from), world.users.withNumber(call.to)];
  if (from && to) ring(world, from, to, stanza(accepted ? 'accept' : 'reject', names(from, call)));
  callChanged(world, call);
}

/** A companion answers a call; all that it can do is to reject it. */
export function receiveCall(world: World, connection: Connection, companion: Companion, node: BinaryNode): void {
  const { id, to } = node.attrs;
  connection.send(stanza('ack', { class: 'call', id, from: to, t: world.seconds() }));
  const [action] = children(node);
  const call = world.calls.get(action?.attrs['call-id'] ?? '');
  const { user, device } = companion;
  world.log.add('call', { phoneNumber: user.phoneNumber, device, detail: `${action?.tag ?? 'nothing'} ${call?.id}` });
  if (call?.to !== user.phoneNumber || action?.tag !== 'reject') return;
  call.state = 'rejected';
  callChanged(world, call);
}

function names(from: User, { id }: Call) {
  return { 'call-id': id, 'call-creator': from.jid(from.behaviour.addressing) };
}

function ring(world: World, from: User, to: User, content: BinaryNode): void {
  const attrs = { from: from.jid(from.behaviour.addressing), id: randomBytes(8).toString('hex'), t: world.seconds() };
  for (const companion of to.companions.values()) deliver(world, companion, stanza('call', attrs, [content]));
}
