import { answerCall, endCall, offerCall } from '../calls.js';
import { PRESENCES, showChatState, showPresence, type Presence } from '../presence.js';
import { setPicture } from '../profile.js';
import { peopleChanged } from '../screen/changes.js';
import type { BusinessProfile, User } from '../users.js';
import type { Call as PhoneCall } from '../world.js';
import { Problem, route, type Call, type Route } from './route.js';
import { phoneNumberSchema, time, userAt, userOf } from './views.js';

const tag = 'People';

interface ProfileBody {
  name?: string;
  about?: string;
  picture?: string | null;
  business?: BusinessProfile;
}

interface PresenceBody {
  state: Presence;
  to?: string;
}

const exampleCall = {
  ...{ id: 'A1B2C3', from: '15550002222', to: '15550001111', video: false },
  ...{ at: '2026-01-01T12:00:00.000Z', state: 'ringing' },
};

/** What simulated people do besides writing: phones and contacts alike. */
export const actRoutes: Route[] = [
  route<ProfileBody>({
    method: 'PATCH',
    path: '/people/{phoneNumber}/profile',
    tag,
    summary: 'Change name, about text and picture of a user',
    description: 'Who knows the user is told of a new picture. A name goes along with the next message.',
    body: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        about: { type: 'string' },
        picture: { type: 'string', nullable: true, description: 'JPEG in base64; null takes it away.' },
        business: {
          type: 'object',
          description: 'What it says of itself as a business.',
          properties: {
            description: { type: 'string' },
            address: { type: 'string' },
            email: { type: 'string' },
            website: { type: 'string' },
            category: { type: 'string' },
          },
        },
      },
    },
    status: 200,
    answer: { name: 'Ada', about: 'At work', hasPicture: true, blocked: [], privacy: { last: 'contacts' } },
    handle: (call) => {
      const user = userOf(call);
      const { name, about, picture, business } = call.body;
      if (name !== undefined) user.name = name;
      if (about !== undefined) user.about = { text: about, at: call.world.now() };
      if (picture !== undefined) {
        setPicture(call.world, user, user.phoneNumber, picture === null ? null : Buffer.from(picture, 'base64'));
      }
      if (business !== undefined) user.business = business;
      peopleChanged(call.world);
      return profile(call, user);
    },
  }),
  route({
    method: 'GET',
    path: '/people/{phoneNumber}/profile',
    tag,
    summary: 'Show the profile of a user, and whom it has blocked',
    status: 200,
    answer: { name: 'Ada', about: 'At work', hasPicture: true, blocked: [], privacy: { last: 'contacts' } },
    handle: (call) => profile(call, userOf(call)),
  }),
  route<PresenceBody>({
    method: 'POST',
    path: '/people/{phoneNumber}/presence',
    tag,
    summary: 'Come into the app, leave it, type or record',
    description:
      '`available` and `unavailable` go to the clients that asked about the user; the others need `to`, a number or the JID of a group.',
    body: {
      type: 'object',
      required: ['state'],
      properties: { state: { type: 'string', enum: PRESENCES }, to: { type: 'string' } },
    },
    status: 204,
    handle: (call) => {
      const { world, body } = call;
      const user = userOf(call);
      if (body.state === 'available' || body.state === 'unavailable') {
        showPresence(world, user, body.state === 'available');
        return;
      }
      if (body.to === undefined) throw new Problem(400, 'Bad request', 'to is missing.');
      showChatState(world, user, world.groups.get(body.to) ?? userAt(world, body.to), body.state);
    },
  }),
  route<{ to: string; video?: boolean }>({
    method: 'POST',
    path: '/people/{phoneNumber}/calls',
    tag,
    summary: 'Call somebody',
    body: { type: 'object', required: ['to'], properties: { to: phoneNumberSchema, video: { type: 'boolean' } } },
    status: 201,
    answer: exampleCall,
    handle: (call) => {
      const { world, body } = call;
      return callView(offerCall(world, userOf(call), userAt(world, body.to), body.video ?? false));
    },
  }),
  route({
    method: 'GET',
    path: '/calls',
    tag,
    summary: 'List calls',
    status: 200,
    answer: { calls: [exampleCall] },
    handle: ({ world }) => ({ calls: [...world.calls.values()].map(callView) }),
  }),
  route<{ reason?: 'timeout' }>({
    method: 'POST',
    path: '/calls/{id}/end',
    tag,
    summary: 'Hang up',
    body: { type: 'object', properties: { reason: { type: 'string', enum: ['timeout'] } } },
    status: 200,
    answer: { ...exampleCall, state: 'ended' },
    handle: (request) => {
      const call = callOf(request);
      endCall(request.world, call, request.body.reason);
      return callView(call);
    },
  }),
  route<{ accept: boolean }>({
    method: 'POST',
    path: '/calls/{id}/answer',
    tag,
    summary: 'Take or decline a call on the phone itself',
    body: { type: 'object', required: ['accept'], properties: { accept: { type: 'boolean' } } },
    status: 200,
    answer: { ...exampleCall, state: 'accepted' },
    handle: (request) => {
      const call = callOf(request);
      answerCall(request.world, call, request.body.accept);
      return callView(call);
    },
  }),
];

function profile({ world }: Pick<Call, 'world'>, { name, about, phoneNumber, blocked, privacy }: User) {
  const hasPicture = world.pictures.has(phoneNumber);
  return { name, about: about.text, hasPicture, blocked: [...blocked], privacy: Object.fromEntries(privacy) };
}

function callOf({ world, params }: Pick<Call, 'world' | 'params'>): PhoneCall {
  const call = world.calls.get(params.id ?? '');
  if (!call) throw new Problem(404, 'Not found', `There is no call ${params.id}.`);
  return call;
}

function callView(call: PhoneCall) {
  return { ...call, at: time(call.at) };
}
