import { Account } from '../support/account.js';
import { Gateway } from '../support/gateway.js';
import type { Answer } from '../support/http.js';
import { OpenApi, type Operation, type Values } from '../support/openapi.js';
import { Receiver } from '../support/receiver.js';
import { Sandbox } from '../support/sandbox.js';
import { newTenant, type Tenant } from '../support/tenant.js';

const ALL_SCOPES = [
  ...['sessions:read', 'sessions:manage', 'messages:send', 'messages:read', 'webhooks:manage', 'events:read'],
];
/** Whoever knows an address of WhatsApp, a day or a worker may ask for it; deliveries and labels are counted by each user from 1. */
const NOBODYS = ['contactId', 'chatId', 'channelId', 'phone', 'day', 'workerId', 'deliveryId', 'labelId'];
/** Everything that names a thing of a user, as the fields of bodies and queries call it. */
const REFERENCES = ['sessionId', 'mediaId', 'messageId', 'replyTo', 'template', 'batchId', 'groupId', 'userId'];
/** The same, of things that never were. */
const MADE_UP = '019a8b1c-22f4-7cc1-9d4e-0123456789ab';
/** Where nobody has to sign in. */
const OPEN = [
  ...['GET /health', 'GET /health/detailed', 'GET /live', 'GET /ready', 'GET /metrics'],
  ...['POST /auth/register', 'POST /auth/login', 'POST /auth/refresh', 'POST /auth/logout'],
  ...['register', 'login', 'refresh', 'logout'].map((route) => `POST /auth/browser/${route}`),
  'GET /installation',
];

/** Ann and Ben do not know each other; the administrator is a third one. Every route is tried with everything that is not theirs. */
describe('tenants', () => {
  let sandbox: Sandbox;
  let receiver: Receiver;
  let gateway: Gateway;
  let admin: Account;
  let ann: Tenant;
  let ben: Tenant;
  let operations: Operation[];
  let annBefore: string[];
  /** For fields and parameters that name nothing of a user. */
  let common: Values;
  let tried = 0;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    receiver = await Receiver.start();
    gateway = await Gateway.start(sandbox.wsUrl, {
      NODE_EXTRA_CA_CERTS: sandbox.caFile,
      PLAN_BASIC: '0,0,0',
      LIMIT_IP_REQUESTS: '0',
      LIMIT_SESSION_OPERATIONS: '0',
    });
    admin = await gateway.register('admin@example.org');
    ann = await newTenant({ sandbox, gateway, receiver }, 'ann');
    ben = await newTenant({ sandbox, gateway, receiver }, 'ben');
    operations = (await OpenApi.of(gateway.url)).operations();
    const bystander = await sandbox.contact();
    common = {
      ...{ to: bystander.jid, phone: bystander.phoneNumber, contactId: bystander.jid, callId: 'NOCALL' },
      ...{ url: receiver.url, mediaUrl: receiver.url, webhookUrl: receiver.url, endpoint: receiver.url },
      ...{ day: '2026-01-01', workerId: 'local', labelId: '1', participants: [bystander.jid] },
    };
    annBefore = await belongings(ann);
  });

  afterAll(async () => {
    process.stderr.write(`${tried} combinations of a route and a caller were tried\n`);
    await gateway?.dispose();
    await receiver?.stop();
    await sandbox?.stop();
  });

  const secured = () => operations.filter(({ policy }) => policy !== null && policy.kind !== 'public');
  const ofUsers = () => secured().filter(({ policy }) => policy!.kind !== 'adminOnly' && policy!.kind !== 'workerOnly');
  const naming = (names: (name: string) => boolean) =>
    ofUsers().filter(({ pathParameters }) => pathParameters.some(names));
  const isSomebodys = (name: string) => !NOBODYS.includes(name);

  /** What a user can read of its own, without what changes by itself. */
  async function belongings({ user, ids }: Tenant): Promise<string[]> {
    const readable = operations.filter(({ method, path }) => method === 'GET' && !/stream|\/qr$|usage/.test(path));
    const own = readable.filter(({ policy }) => policy?.kind === 'scope');
    const seen = await Promise.all(own.map((each) => call(user, each, each.url({ ...common, ...ids }))));
    return own.map(({ name }, n) => `${name}: ${seen[n]!.status} ${Object.keys(seen[n]!.body).join()}`);
  }

  function call(user: Account, operation: Operation, url: string, body?: unknown): Promise<Answer> {
    tried++;
    return user.call(operation.method, url.replace('/api/v1', ''), body);
  }

  /** Tries each route with good bodies, and gives those that did not answer as expected. */
  async function wrongly(
    these: Operation[],
    values: Values,
    who: (operation: Operation) => Account[],
    expected: number[],
  ): Promise<string[]> {
    const wrong: string[] = [];
    for (const operation of these) {
      for (const user of who(operation)) {
        for (const body of operation.bodies({ ...common, ...values })) {
          const answer = await call(user, operation, operation.url({ ...common, ...values }), body);
          if (!expected.includes(answer.status)) wrong.push(told(operation, answer, body));
        }
      }
    }
    return wrong;
  }

  function told({ name }: Operation, { status, body }: Answer, sent: unknown): string {
    return `${name} ${JSON.stringify(sent)}: ${status} ${JSON.stringify(body)}`.slice(0, 500);
  }

  const stranger = (credential: Record<string, string>) => new Account(gateway, 'nobody@example.org', credential);

  async function keyOf(user: Account, scopes: string[], sessionId?: string): Promise<Account> {
    const made = await user.post<{ key: string }>('/api-keys', {
      name: 'a key',
      scopes,
      ...(sessionId && { sessionId }),
    });
    return user.withKey(made.key);
  }

  it('find their own things where the others look for them', async () => {
    const gets = naming(isSomebodys).filter(({ method, path }) => method === 'GET' && !/\/qr$/.test(path));
    const missing = ['/picture', '/exports/{day}', '/{sessionId}/export'];
    const mine = gets.filter(({ path }) => !missing.some((end) => path.endsWith(end)));
    expect(mine.length).toBeGreaterThan(15);
    expect(await wrongly(mine, ann.ids, () => [ann.user], [200])).toEqual([]);
  });

  it('need a credential everywhere but at the door', () => {
    const open = operations.filter(
      ({ policy, isSecured }) => !isSecured || policy === null || policy.kind === 'public',
    );
    expect(open.map(({ name }) => name)).toEqual(OPEN);
  });

  it('need a good one, in a header', async () => {
    const { key, id } = await ann.user.post<{ key: string; id: string }>('/api-keys', { name: 'revoked' });
    await ann.user.call('DELETE', `/api-keys/${id}`);
    const bad = [
      ...['', 'Bearer x', `Bearer ${key}`, 'Basic YW5uOmFubg==', `Bearer ${unsigned(ann)}`].map((authorization) => ({
        ...(authorization && { authorization }),
      })),
      ...[{ 'x-api-key': key }, { 'x-api-key': 'wag_nonsense' }, { cookie: ann.user.headers['authorization']! }],
    ].map((headers) => stranger(headers as Record<string, string>));
    expect(await wrongly(secured(), ann.ids, () => bad, [401])).toEqual([]);
    const good = encodeURIComponent(ann.session.apiKey);
    for (const operation of secured()) {
      const url = `${operation.url({ ...common, ...ann.ids })}?apiKey=${good}&access_token=${good}&x-api-key=${good}`;
      const answer = await call(stranger({}), operation, url, operation.bodies(common)[0]);
      expect([operation.name, answer.status]).toEqual([operation.name, 401]);
    }
  });

  it('see nothing behind the ids of others, administrators included', async () => {
    const key = await keyOf(ben.user, ALL_SCOPES);
    const others = naming(isSomebodys);
    expect(await wrongly(others.filter(isForKeys), ann.ids, () => [ben.user, key, admin], [404])).toEqual([]);
    expect(await wrongly(others.filter(isForPeople), ann.ids, () => [ben.user, admin], [404])).toEqual([]);
  });

  it('see nothing behind the ids of others within what is theirs', async () => {
    const wrong: string[] = [];
    for (const operation of ofUsers().filter(({ pathParameters }) => pathParameters.length > 1)) {
      for (const inner of operation.pathParameters.slice(1).filter(isSomebodys)) {
        const values = { ...common, ...ben.ids, [inner]: ann.ids[inner] ?? common[inner] };
        const [body] = operation.bodies(values);
        const answer = await call(ben.user, operation, operation.url(values), body);
        if (![403, 404].includes(answer.status)) wrong.push(told(operation, answer, body));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('are told the same of the things of others in a body as of things that never were', async () => {
    const wrong: string[] = [];
    let named = 0;
    for (const operation of ofUsers()) {
      for (const field of operation.fields.filter((name) => REFERENCES.includes(name))) {
        const bodies = (value: unknown) =>
          operation.bodies({ ...common, ...ben.ids, to: ann.contact.jid, [field]: value }, field);
        const madeUp = bodies(MADE_UP);
        for (const [n, body] of bodies(ann.ids[field]).entries()) {
          named++;
          const url = operation.url({ ...common, ...ben.ids });
          const answer = await call(ben.user, operation, url, body);
          // Ids of sessions are chosen by users, so it shows that one is taken.
          if (answer.body['code'] === 'SESSION_EXISTS') continue;
          const ofNothing = await call(ben.user, operation, url, madeUp[n]);
          if (!isRefused(answer) || !isAlike(answer, ofNothing)) wrong.push(told(operation, answer, body));
        }
      }
    }
    expect(named).toBeGreaterThan(30);
    expect(wrong).toEqual([]);
  });

  it('can not name the things of others in a query', async () => {
    const lists = ofUsers().filter(({ method, path }) => method === 'GET' && !path.endsWith('/stream'));
    const wrong: string[] = [];
    for (const operation of lists) {
      const url = operation.url({ ...common, ...ben.ids });
      const guesses = REFERENCES.map((name) => `${name}=${encodeURIComponent(String(ann.ids[name]))}`);
      for (const query of ['', ...guesses, `chat=${ann.contact.jid}`, `cursor=${String(ann.ids['webhooks/id'])}`]) {
        const answer = await call(ben.user, operation, query ? `${url}?${query}` : url);
        const known = operation.queryParameters.includes(query.split('=')[0]!);
        if (known && query.startsWith('sessionId=') && answer.status !== 404)
          wrong.push(told(operation, answer, query));
        if (shows(answer, ann, query)) wrong.push(told(operation, answer, query));
      }
    }
    expect(wrong).toEqual([]);
    const { status } = await ben.user.call('GET', `/events/stream?sessionId=${String(ann.ids['sessionId'])}`);
    expect(status).toBe(404);
  });

  it('keep to their role', async () => {
    const ofAdmins = secured().filter(({ policy }) => policy!.kind === 'adminOnly');
    const adminKey = await keyOf(admin, ALL_SCOPES);
    expect(await wrongly(ofAdmins, ann.ids, () => [ann.user, adminKey], [403])).toEqual([]);
    const ofWorkers = secured().filter(({ policy }) => policy!.kind === 'workerOnly');
    expect(await wrongly(ofWorkers, ann.ids, () => [ann.user, admin, adminKey], [401])).toEqual([]);
    expect([ofAdmins.length > 10, ofWorkers.length > 0]).toEqual([true, true]);
  });

  it('hold their keys to their scopes', async () => {
    const keys = new Map<string, Account>();
    for (const scope of ALL_SCOPES) {
      keys.set(
        scope,
        await keyOf(
          ann.user,
          ALL_SCOPES.filter((other) => other !== scope),
        ),
      );
    }
    const scoped = secured().filter(({ policy }) => policy!.kind === 'scope');
    expect(await wrongly(scoped, ann.ids, ({ policy }) => [keys.get(policy!.scope!)!], [403])).toEqual([]);
    const key = await keyOf(ann.user, ALL_SCOPES);
    expect(await wrongly(secured().filter(isForPeople), ann.ids, () => [key], [403])).toEqual([]);
  });

  it('hold a key to its session', async () => {
    await ann.user.post('/sessions', { sessionId: 'second' });
    const key = await keyOf(ann.user, ALL_SCOPES, 'second');
    const ofTheOther = naming((name) => isSomebodys(name) && name !== 'template').filter(isForKeys);
    expect(await wrongly(ofTheOther, ann.ids, () => [key], [404])).toEqual([]);
    const reads = ofUsers().filter(
      (each) => each.method === 'GET' && isForKeys(each) && !each.path.endsWith('/stream'),
    );
    const traces = { ...ann, traces: [ann.session.sessionId, ann.session.phoneNumber, ann.contact.phoneNumber] };
    const wrong: string[] = [];
    for (const operation of reads.filter(({ pathParameters }) => !pathParameters.some(isSomebodys))) {
      for (const query of ['', '?groupBy=session', `?sessionId=${ann.session.sessionId}`]) {
        const answer = await call(key, operation, `${operation.url({ ...common })}${query}`);
        if (shows(answer, traces, query)) wrong.push(told(operation, answer, query));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('have what they had, and WhatsApp heard nothing in their name', async () => {
    expect(await belongings(ann)).toEqual(annBefore);
    await ann.user.status(ann.session.sessionId, 'CONNECTED');
    const sent = await sandbox.messages({ from: ann.session.phoneNumber });
    expect(sent.map(({ text }) => text)).toEqual(['a word of ann']);
  });
});

const isForKeys = ({ policy }: Operation) => policy!.kind === 'scope' || policy!.kind === 'signedIn';
const isForPeople = ({ policy }: Operation) => policy!.kind === 'personOnly';

/** Of a batch, each message is told for itself. */
const isRefused = ({ status, body }: Answer) => status >= 400 || body['accepted'] === 0;
const isAlike = (one: Answer, other: Answer) => one.status === other.status && one.body['code'] === other.body['code'];

/** Whether an answer has anything of a tenant that was not in the question. */
function shows({ body, status }: Answer, { traces }: { traces: string[] }, question: string): boolean {
  const shown = JSON.stringify(body);
  return status < 400 && traces.some((trace) => shown.includes(trace) && !question.includes(trace));
}

/** The access token of a tenant, with its signature taken off and the algorithm `none`. */
function unsigned({ user }: Tenant): string {
  const [, claims] = user.headers['authorization']!.split('.');
  return `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${claims}.`;
}
