import type { Account } from '../support/account.js';
import { Chance } from '../support/chance.js';
import { openShop, type ShopStage } from '../support/shop.js';
import { type ApiDocument, ApiRequests, type MadeRequest } from '../support/openapi-requests.js';

const REQUESTS = 10_000;
const AT_ONCE = 16;
const ANSWER_LIMIT_MS = 40_000;
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000);

/** It answers for as long as somebody listens. */
const STREAMS = new Set(['GET /api/v1/events/stream']);
/** Whoever asks for it is a stranger from then on. */
const FAREWELLS = new Set(['POST /api/v1/auth/logout-all']);
/** They say that something is not here now, or never; nothing has gone wrong. */
const HONEST = new Set([501, 503]);

describe(`10,000 requests made of the OpenAPI document and then changed (seed ${SEED})`, () => {
  let stage: ShopStage;
  let mallory: Account;

  beforeAll(async () => {
    stage = await openShop('standard', { LIMIT_IP_REQUESTS: '0', LIMIT_SESSION_OPERATIONS: '0', PLAN_BASIC: '0,0,0' });
    mallory = await stage.gateway.register('mallory@example.org');
  });

  afterAll(() => stage?.close());

  /** Things of the user's own, and what others have. */
  async function known(): Promise<Record<string, readonly unknown[]>> {
    const own = await mallory.pair(stage.sandbox, { sessionId: 'own' });
    await mallory.post('/sessions', { sessionId: 'idle' });
    const messageId = await mallory.send('own', stage.bob.jid, 'hello');
    await mallory.messageStatus('own', messageId, 'DELIVERED');
    const { id: webhook } = await mallory.post<{ id: string }>('/webhooks', { url: stage.receiver.url });
    const { id: template } = await mallory.post<{ id: string }>('/templates', { name: 'hi', body: 'Hi {{name}}' });
    const secret = await stage.user.send('shop', stage.bob.jid, 'of the shop');
    return {
      sessionId: ['own', 'own', 'own', 'idle', 'shop'],
      messageId: [messageId, messageId, secret],
      to: [stage.bob.jid, stage.bob.phoneNumber, own.phoneNumber, '120363000000000001@g.us'],
      webhookId: [webhook],
      id: [webhook, template],
      phone: [stage.bob.phoneNumber],
      url: [stage.receiver.url],
      webhookUrl: [stage.receiver.url],
      email: ['mallory@example.org', `${SEED}@example.org`],
    };
  }

  it('are all answered, none with an error of ours, and show nothing of others', async () => {
    const document = (await (await fetch(`${stage.gateway.url}/docs/json`)).json()) as ApiDocument;
    const isLeftOut = (method: string, route: string) =>
      STREAMS.has(`${method} ${route}`) || FAREWELLS.has(`${method} ${route}`);
    const requests = new ApiRequests(document, new Chance(SEED), await known(), isLeftOut);
    const wrong: string[] = [];
    const statuses = new Map<number, number>();
    let left = REQUESTS;
    const client = async () => {
      while (left-- > 0) {
        const made = requests.next();
        const { status, complaint } = await tried(made);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (complaint) wrong.push(`${made.method} ${made.path} ${made.body?.slice(0, 300)}: ${status} ${complaint}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, client));
    const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
    process.stderr.write(
      `${REQUESTS} requests to ${requests.routes.length} routes (seed ${SEED}): ${counts.join(', ')}\n`,
    );
    expect(wrong).toEqual([]);
    expect((await mallory.call('GET', '/auth/me')).status).toBe(200);
    expect(stage.gateway.program.lines.filter((line) => line.includes('request failed'))).toEqual([]);
  }, 300_000);

  async function tried({ method, path, headers, body }: MadeRequest): Promise<{ status: number; complaint?: string }> {
    const response = await fetch(stage.gateway.url + path, {
      method,
      headers: { ...mallory.headers, ...headers },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    }).catch((error: unknown) => error as Error);
    if (response instanceof Error) return { status: 0, complaint: `${response.message} ${String(response.cause)}` };
    const { status } = response;
    const text = await response.text();
    if (status >= 500 && (!HONEST.has(status) || text.includes('UNAVAILABLE'))) return { status, complaint: text };
    if (status >= 400 && !response.headers.get('content-type')?.startsWith('application/problem+json')) {
      return { status, complaint: `is no problem document: ${text.slice(0, 200)}` };
    }
    const { shop, user } = stage;
    if ([shop.phoneNumber, user.email, 'of the shop'].some((secret) => text.includes(secret))) {
      return { status, complaint: `shows what is somebody else's: ${text.slice(0, 200)}` };
    }
    return { status };
  }

  it('leave sessions that send as before', async () => {
    const messageId = await stage.user.send('shop', stage.bob.jid, 'after all that');
    await stage.user.messageStatus('shop', messageId, 'DELIVERED');
  });
});
