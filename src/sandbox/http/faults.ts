import type { Connection } from '../connection.js';
import type { ArmedFault, CutPhase, ImmediateFault, StanzaKind } from '../faults.js';
import { stanza } from '../wire/stanza.js';
import type { World } from '../world.js';
import { Problem, route, type Call, type Route } from './route.js';
import type { ObjectSchema } from './schema.js';
import { userOf } from './views.js';

const tag = 'Faults';

const IMMEDIATE = ['drop', 'close', 'xmlstreamend', 'stream-error', 'conflict', 'device-removed', 'silence'] as const;
const ARMED = [
  'login-failure',
  'http-status',
  'refuse-upgrade',
  'ack',
  'duplicate-next',
  'delay-next',
  'cut-next',
  'corrupt-next',
  'no-offline-ib',
  'media',
  'media-retry',
] as const;

interface FaultBody {
  kind: (typeof IMMEDIATE)[number] | (typeof ARMED)[number];
  times?: number;
  code?: number;
  seconds?: number;
  reason?: number;
  status?: number;
  mode?: 'late' | 'missing' | 'error' | 'slow' | 'cut';
  transfer?: 'upload' | 'download';
  bytesPerSecond?: number;
  afterBytes?: number;
  delayMs?: number;
  stanza?: StanzaKind;
  phase?: CutPhase;
}

const faultSchema: ObjectSchema = {
  type: 'object',
  required: ['kind'],
  properties: {
    kind: { type: 'string', enum: [...IMMEDIATE, ...ARMED] },
    times: { type: 'integer', minimum: 1, description: 'How often an armed fault strikes. Default 1.' },
    code: {
      type: 'integer',
      description: 'stream-error: left out, the error has none. ack in mode error: default 479.',
    },
    seconds: { type: 'number', minimum: 0, description: 'silence: left out, until the faults are cleared.' },
    reason: { type: 'integer', description: 'login-failure: 401, 403, 405, 411, 503, … Default 401.' },
    status: {
      type: 'integer',
      minimum: 200,
      maximum: 599,
      description: 'http-status, media in mode error. Default 503.',
    },
    mode: {
      type: 'string',
      enum: ['late', 'missing', 'error', 'slow', 'cut'],
      description:
        'Required: of ack late, missing or error; of media slow, cut or error; of media-retry missing or error.',
    },
    transfer: { type: 'string', enum: ['upload', 'download'], description: 'media. Default download.' },
    bytesPerSecond: { type: 'integer', minimum: 1, description: 'media in mode slow. Default 65536.' },
    afterBytes: { type: 'integer', minimum: 0, description: 'media in mode cut. Default 0.' },
    delayMs: {
      type: 'integer',
      minimum: 0,
      description: 'ack in mode late, delay-next, default 2000; duplicate-next, default 0.',
    },
    stanza: {
      type: 'string',
      enum: ['message', 'receipt', 'notification'],
      description: 'duplicate-next, delay-next. Default message.',
    },
    phase: { type: 'string', enum: ['login', 'backlog', 'message', 'frame'], description: 'cut-next. Default login.' },
  },
};

const description = `At once, to live connections: \`drop\` (TCP cut), \`close\` (WebSocket closed), \`xmlstreamend\`, \`stream-error\`,
\`conflict\` (another login took over: 440), \`device-removed\` (401; the pairing stays), \`silence\` (neither answers nor sends, keeps the socket;
afterwards it goes on where it stopped).
Armed, for the next \`times\` matching things: \`login-failure\`; \`http-status\` and \`refuse-upgrade\` (an upgrade carries no identity: they strike whoever
connects next); \`ack\` (of a sent message: late, missing though the message is routed, or an error in its place with nothing routed);
\`duplicate-next\` (a stanza is delivered twice, the second time \`delayMs\` later); \`delay-next\` (a stanza is delivered \`delayMs\` later, so that others overtake it);
\`cut-next\` (TCP cut before a login is answered, in the middle of what waited, at a message from the client, within a frame to it); \`corrupt-next\` (a message the client cannot decrypt; its retry receipt repairs it);
\`no-offline-ib\` (a login is not told that the queue ended); \`media\` (an upload or download is slow, cut after \`afterBytes\`, or refused; it strikes whichever
transfer comes next); \`media-retry\` (the phone, asked to upload a file again, is silent, or no longer has it).`;

const answer = { kind: 'ack', applied: 0, armed: 1 };

/** Faults, for one phone or for everybody; those for everybody reach unpaired clients too. */
export const faultRoutes: Route[] = [
  route<FaultBody>({
    method: 'POST',
    path: '/phones/{phoneNumber}/faults',
    tag,
    summary: 'Inject a fault for the devices of a phone',
    description,
    body: faultSchema,
    status: 200,
    answer,
    handle: (call) => inject(call, userOf(call, 'phone').phoneNumber),
  }),
  route({
    method: 'DELETE',
    path: '/phones/{phoneNumber}/faults',
    tag,
    summary: 'Clear the faults of a phone',
    description: 'Ends a silence, too.',
    status: 204,
    handle: (call) => clear(call.world, userOf(call, 'phone').phoneNumber),
  }),
  route<FaultBody>({
    method: 'POST',
    path: '/faults',
    tag,
    summary: 'Inject a fault for everybody',
    description,
    body: faultSchema,
    status: 200,
    answer,
    handle: (call) => inject(call),
  }),
  route({
    method: 'GET',
    path: '/faults',
    tag,
    summary: 'Faults that wait to strike',
    status: 200,
    answer: { faults: [{ phoneNumber: null, kind: 'http-status', status: 503, times: 2 }] },
    handle: ({ world }) => ({
      faults: world.faults.list().map(({ phoneNumber, fault, times }) => ({ phoneNumber, ...fault, times })),
    }),
  }),
  route({
    method: 'DELETE',
    path: '/faults',
    tag,
    summary: 'Clear all faults, of phones too',
    status: 204,
    handle: ({ world }) => clear(world),
  }),
];

function inject({ world, body }: Call<FaultBody>, phoneNumber?: string) {
  const fault = faultOf(body);
  world.log.add('fault', { phoneNumber, detail: body.kind });
  if ('now' in fault) {
    const connections = world.connectionsOf(phoneNumber);
    for (const connection of connections) strike(connection, fault.now);
    return { kind: body.kind, applied: connections.length, armed: 0 };
  }
  const times = body.times ?? 1;
  world.faults.arm(phoneNumber ?? null, fault.later, times);
  return { kind: body.kind, applied: 0, armed: times };
}

function faultOf(body: FaultBody): { now: ImmediateFault } | { later: ArmedFault } {
  const { kind } = body;
  switch (kind) {
    case 'drop':
    case 'close':
    case 'xmlstreamend':
    case 'conflict':
    case 'device-removed':
      return { now: { kind } };
    case 'stream-error':
      return { now: body.code === undefined ? { kind } : { kind, code: body.code } };
    case 'silence':
      return { now: body.seconds === undefined ? { kind } : { kind, seconds: body.seconds } };
    case 'login-failure':
      return { later: { kind, reason: body.reason ?? 401 } };
    case 'http-status':
      return { later: { kind, status: body.status ?? 503 } };
    case 'duplicate-next':
      return { later: { kind, stanza: body.stanza ?? 'message', delayMs: body.delayMs ?? 0 } };
    case 'ack':
      return { later: ackFault(body) };
    case 'media':
      return { later: transferFault(body) };
    case 'media-retry':
      return { later: { kind, mode: modeOf(body, 'missing', 'error') } };
    case 'delay-next':
      return { later: { kind, stanza: body.stanza ?? 'message', delayMs: body.delayMs ?? 2000 } };
    case 'cut-next':
      return { later: { kind, phase: body.phase ?? 'login' } };
    case 'refuse-upgrade':
    case 'corrupt-next':
    case 'no-offline-ib':
      return { later: { kind } };
  }
}

/** @throws Problem 400 when there is none, or one of another kind of fault. */
function modeOf<M extends FaultBody['mode']>({ kind, mode }: FaultBody, ...known: M[]): M {
  if (mode === undefined) throw new Problem(400, 'Bad request', 'mode is missing.');
  const found = known.find((one) => one === mode);
  if (found === undefined) throw new Problem(400, 'Bad request', `mode of ${kind} must be one of ${known.join(', ')}.`);
  return found;
}

function transferFault(body: FaultBody): ArmedFault {
  const { transfer = 'download', bytesPerSecond = 65_536, afterBytes = 0, status = 503 } = body;
  const mode = modeOf(body, 'slow', 'cut', 'error');
  switch (mode) {
    case 'slow':
      return { kind: 'media', transfer, mode, bytesPerSecond };
    case 'cut':
      return { kind: 'media', transfer, mode, afterBytes };
    case 'error':
      return { kind: 'media', transfer, mode, status };
  }
}

function ackFault(body: FaultBody): ArmedFault {
  const { delayMs = 2000, code = 479 } = body;
  const mode = modeOf(body, 'late', 'missing', 'error');
  switch (mode) {
    case 'late':
      return { kind: 'ack', mode, delayMs };
    case 'missing':
      return { kind: 'ack', mode };
    case 'error':
      return { kind: 'ack', mode, code };
  }
}

function strike(connection: Connection, fault: ImmediateFault): void {
  switch (fault.kind) {
    case 'drop':
      return connection.drop();
    case 'close':
      return connection.end();
    case 'xmlstreamend':
      return connection.end(stanza('xmlstreamend'));
    case 'stream-error':
      return connection.end(
        fault.code === undefined
          ? stanza('stream:error', {}, [stanza('system-shutdown')])
          : stanza('stream:error', { code: fault.code }),
      );
    case 'conflict':
      return connection.end(stanza('stream:error', {}, [stanza('conflict', { type: 'replaced' })]));
    case 'device-removed':
      return connection.end(stanza('stream:error', { code: 401 }, [stanza('conflict', { type: 'device_removed' })]));
    case 'silence':
      return connection.silence(fault.seconds === undefined ? undefined : fault.seconds * 1000);
  }
}

function clear(world: World, phoneNumber?: string): void {
  world.faults.clear(phoneNumber);
  for (const connection of world.connectionsOf(phoneNumber)) connection.resume();
}
