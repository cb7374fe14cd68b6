import { createLogger, type Log, nestLogger, quietConsole, requestContext } from './index.js';
import { prettyLine } from './pretty.js';

const CANARY = 'canary-7f3a';

/** A log whose lines are kept. */
function loggerWithLines(logLevel: 'debug' | 'info' = 'debug'): { log: Log; lines: () => string } {
  const written: string[] = [];
  const log = createLogger({ logLevel, logFormat: 'json' }, { write: (line: string) => void written.push(line) });
  return { log, lines: () => written.join('') };
}

const SECRET_FIELDS = {
  authorization: CANARY,
  'x-api-key': CANARY,
  apiKey: CANARY,
  password: CANARY,
  accessToken: CANARY,
  refresh_token: CANARY,
  webhookSecret: CANARY,
  encryptionKey: { data: CANARY },
  key: CANARY,
  qr: CANARY,
  qrCode: CANARY,
  pairingCode: CANARY,
  text: CANARY,
  body: { any: CANARY },
  caption: CANARY,
  phoneNumber: CANARY,
  cookie: [CANARY],
};

it('hides every field whose name tells that it is secret or private', () => {
  const { log, lines } = loggerWithLines();
  log.info(SECRET_FIELDS, 'top level');
  log.info({ request: { headers: SECRET_FIELDS, list: [SECRET_FIELDS] } }, 'nested');
  expect(lines()).not.toContain(CANARY);
  expect(lines()).toContain('"password":"[hidden]"');
});

it.each([
  ['an access token', 'Bearer abc.def-canary-7f3a'],
  ['an API key', 'wag_12345678canary-7f3a'],
  ['a webhook secret', 'whsec_canary-7f3a'],
  ['a JWT', 'eyJhbGciOiJI.eyJzdWIi.canary-7f3a'],
  ['the password of a URL', 'postgres://user:canary-7f3a@db:5432/x'],
  ['a phone number', '+6281234567890 is canary-free'],
  ['an address of WhatsApp', '6281234567890:12@s.whatsapp.net'],
])('hides %s inside a sentence', (_what, secret) => {
  const { log, lines } = loggerWithLines();
  log.info({ note: `failed with ${secret}` }, `could not use ${secret}`);
  log.error({ err: new Error(`bad ${secret}`, { cause: new Error(secret) }) }, 'failed');
  expect(lines()).not.toMatch(/canary-7f3a|6281234567890/);
});

it('logs of an error what happened, and not the statement with its parameters', () => {
  const { log, lines } = loggerWithLines();
  const failed = Object.assign(new Error('duplicate key value violates unique constraint "user_email"'), {
    code: '23505',
    constraint: 'user_email',
    detail: `Key (email)=(${CANARY}) already exists.`,
    parameters: [CANARY],
    query: `insert ${CANARY}`,
  });
  log.error({ err: failed }, 'failed');
  expect(lines()).toContain('"constraint":"user_email"');
  expect(lines()).toContain('logging.spec');
  expect(lines()).not.toContain(CANARY);
});

it('writes the number of bytes instead of the bytes', () => {
  const { log, lines } = loggerWithLines();
  log.info({ frame: Buffer.from(CANARY), nested: { frame: new Uint8Array(3) } }, 'frame');
  expect(lines()).toContain('[11 bytes]');
  expect(lines()).toContain('[3 bytes]');
});

it('survives values that contain themselves', () => {
  const { log, lines } = loggerWithLines();
  const circle: Record<string, unknown> = { name: 'a' };
  circle['self'] = circle;
  log.info({ circle }, 'round');
  expect(lines()).toContain('[deep]');
});

it('puts the request id into every line of a request', () => {
  const { log, lines } = loggerWithLines();
  requestContext.run({ requestId: 'req-1' }, () => log.info({ sessionId: 'alice' }, 'session is connected'));
  expect(JSON.parse(lines())).toMatchObject({
    level: 'info',
    requestId: 'req-1',
    sessionId: 'alice',
    msg: 'session is connected',
  });
});

it('leaves out what is below the level', () => {
  const { log, lines } = loggerWithLines('info');
  log.debug({}, 'detail');
  expect(lines()).toBe('');
});

it('takes only the first sentence of what libraries print to the console, never an object', () => {
  const { log, lines } = loggerWithLines();
  const restore = quietConsole(log);
  try {
    console.info('Closing session:', { privKey: CANARY, currentRatchet: { rootKey: CANARY } });
    console.log({ privKey: CANARY });
  } finally {
    restore();
  }
  expect(lines()).toContain('Closing session:');
  expect(lines()).not.toContain(CANARY);
});

it('keeps the stack of errors that the framework reports', () => {
  const { log, lines } = loggerWithLines();
  nestLogger(log).error(new Error('boom'), undefined, 'SomeService');
  expect(lines()).toContain('SomeService');
  expect(lines()).toContain('logging.spec');
});

it('writes lines for people on request', () => {
  const line = {
    level: 'info',
    time: '2026-01-15T10:30:00.000Z',
    msg: 'session is connected',
    sessionId: 'alice',
    ms: 12,
  };
  expect(prettyLine(line, false)).toBe('10:30:00.000 info  session is connected  sessionId=alice ms=12');
});
