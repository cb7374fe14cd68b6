import { query } from '../platform/support/database-holder.js';
import type { PairedSession } from '../support/account.js';
import type { Member } from '../support/cluster.js';
import { documentedMetrics } from '../support/documented-metrics.js';
import { eventually } from '../support/eventually.js';
import { request } from '../support/http.js';
import { type Family, parseScrape } from '../support/scrape.js';
import { Stage } from '../support/stage.js';

/** 0 is their good state, and what would change it takes the database away. */
const MAY_STAY_QUIET = ['wagate_database_waiting', 'wagate_figures_read_failures_total'];
const ID = 'metrics-shop';
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex').toString('base64');

describe('the metrics of a cluster', () => {
  let stage: Stage;
  let gateway: Member;
  let shop: PairedSession;
  /** Every metric of either role, with what its samples were at most. */
  const seen = new Map<string, Family & { roles: Set<string>; most: number; labels: Set<string> }>();

  beforeAll(async () => {
    stage = await Stage.set({ gateways: 1, workers: 2 }, { LIMIT_IP_REQUESTS: '60', REBALANCE_SECONDS: '0' });
    gateway = stage.cluster.gateways[0]!;
    shop = await stage.user.pair(stage.sandbox, { sessionId: ID });
  }, 120_000);

  afterAll(() => stage?.dispose());

  async function scrape(member: Member): Promise<Map<string, Family>> {
    const answer = await fetch(`${member.url}/metrics`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    const text = await answer.text();
    expect(text).not.toContain(ID);
    expect(text).not.toContain(shop.phoneNumber);
    const families = parseScrape(text);
    for (const family of families.values()) remember(family, member === gateway ? 'gateway' : 'worker');
    return families;
  }

  function remember(family: Family, role: string): void {
    const known = seen.get(family.name) ?? { ...family, samples: [], roles: new Set(), most: 0, labels: new Set() };
    seen.set(family.name, known);
    known.samples.push(...family.samples);
    known.roles.add(role);
    for (const { value, labels } of family.samples) {
      known.most = Math.max(known.most, value);
      for (const label of Object.keys(labels)) if (label !== 'le') known.labels.add(label);
    }
  }

  function valueIn(families: Map<string, Family>, name: string, labels: Record<string, string> = {}): number {
    const samples = families
      .get(name)
      ?.samples.filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value));
    return (samples ?? []).reduce((sum, { value }) => sum + value, 0);
  }

  /** Waits until a scrape shows more than that, of one member or of any. Figures of the installation are up to 5 s old. */
  function shows(
    members: Member | Member[],
    name: string,
    labels: Record<string, string> = {},
    moreThan = 0,
  ): Promise<unknown> {
    const isThere = async () => {
      const scraped = await Promise.all([members].flat().map(scrape));
      return scraped.some((families) => valueIn(families, name, labels) > moreThan);
    };
    return eventually(`more than ${moreThan} of ${name} ${JSON.stringify(labels)}`, isThere, 30_000, 250);
  }

  /** The worker that has the session. */
  const owner = async () => stage.cluster.member((await stage.workerOf(ID)) ?? '');

  it('count messages on their way out, with their latencies', async () => {
    const bob = await stage.sandbox.contact();
    await stage.user.messageStatus(ID, await stage.user.send(ID, bob.jid, 'counted'), 'DELIVERED');
    await stage.user.post(`/sessions/${ID}/messages`, {
      to: bob.jid,
      type: 'text',
      text: 'later',
      sendAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    const worker = await owner();
    await shows(worker, 'wagate_messages_sent_total', { kind: 'text', result: 'taken' });
    await shows(worker, 'wagate_whatsapp_ack_duration_seconds');
    await shows(gateway, 'wagate_messages_accepted_total', { kind: 'text' }, 1);
    await shows(gateway, 'wagate_message_steps_total', { status: 'DELIVERED' });
    const families = await scrape(gateway);
    for (const name of ['accept', 'send', 'receipt']) {
      expect(valueIn(families, `wagate_message_${name}_duration_seconds`)).toBeGreaterThan(0);
    }
    await shows(gateway, 'wagate_installation_outbox_messages', { state: 'scheduled' });
    await shows(gateway, 'wagate_webhook_attempts_total', { result: 'delivered' });
  }, 120_000);

  it('count what came in, files too', async () => {
    const bob = await stage.sandbox.contact();
    await stage.sandbox.say(bob.phoneNumber, shop.phoneNumber, 'hello');
    await stage.sandbox.call('POST', `/contacts/${bob.phoneNumber}/messages`, {
      to: shop.phoneNumber,
      type: 'image',
      data: JPEG,
    });
    await shows(gateway, 'wagate_messages_received_total', { kind: 'text', result: 'stored' });
    await shows(gateway, 'wagate_facts_total', { kind: 'message.received' }, 1);
    await shows(await owner(), 'wagate_media_fetches_total');
  }, 120_000);

  it('tell of messages that WhatsApp makes wait', async () => {
    const [one, other] = [await stage.sandbox.contact(), await stage.sandbox.contact()];
    await stage.sandbox.fault(shop.phoneNumber, { kind: 'ack', mode: 'error', code: 463 });
    const messages = [one, other].map(({ jid }) => ({ to: jid, type: 'text', text: 'hello stranger' }));
    await stage.user.post(`/sessions/${ID}/messages/bulk`, { messages });
    await shows(await owner(), 'wagate_messages_held_total', { reason: 'REACHOUT_TIMELOCK' });
    await shows(gateway, 'wagate_installation_outbox_messages', { state: 'held' });
    await shows(gateway, 'wagate_installation_outbox_oldest_seconds', { state: 'held' });
  }, 120_000);

  it('tell of webhooks that are behind, and of dead letters', async () => {
    const refused = await stage.sandbox.contact();
    stage.receiver.reply = ({ raw }) => (raw.includes('refuse me') ? 500 : 200);
    await stage.sandbox.say(refused.phoneNumber, shop.phoneNumber, 'refuse me');
    await shows(gateway, 'wagate_webhook_attempts_total', { result: 'retry' });
    await shows(gateway, 'wagate_installation_webhook_lanes_behind');
    await shows(gateway, 'wagate_installation_webhook_oldest_seconds');
    stage.receiver.reply = ({ raw }) => (raw.includes('refuse me') ? 422 : 200);
    const others = await Promise.all([stage.sandbox.contact(), stage.sandbox.contact(), stage.sandbox.contact()]);
    for (const { phoneNumber } of others) await stage.sandbox.say(phoneNumber, shop.phoneNumber, 'take me');
    await shows(gateway, 'wagate_webhook_attempts_total', { result: 'dead' });
    await shows(gateway, 'wagate_installation_dead_letters');
    stage.receiver.reply = () => 200;
  }, 120_000);

  it('tell of facts that can not be applied', async () => {
    const url = stage.cluster.env['DATABASE_URL']!;
    await query(url, `insert into mailbox.inbox (session_id, kind, payload) values ('${ID}', 'no.such.fact', '{}')`);
    await shows(gateway, 'wagate_ingest_failures_total');
    await shows(gateway, 'wagate_installation_inbox_facts');
    await shows(gateway, 'wagate_installation_inbox_oldest_seconds');
    await query(url, `delete from mailbox.inbox where session_id = '${ID}' and kind = 'no.such.fact'`);
    await query(url, `insert into dead_fact (session_id, kind, payload, error) values ('${ID}', 'test', '{}', '')`);
    await shows(gateway, 'wagate_installation_dead_facts');
  }, 120_000);

  it('tell of reconnects and fences', async () => {
    await stage.sandbox.fault(shop.phoneNumber, { kind: 'drop' });
    await shows(await owner(), 'wagate_whatsapp_reconnects_total', { reason: 'CONNECTION_LOST' });
    await stage.user.status(ID, 'CONNECTED', 30_000);
    await query(
      stage.cluster.env['DATABASE_URL']!,
      `update mailbox.account set epoch = epoch + 1 where session_id = '${ID}'`,
    );
    const worker = await owner();
    await shows(worker, 'wagate_worker_fences_total');
    await shows(worker, 'wagate_worker_claims_total', { cause: 'free' }, 1);
    await shows(worker, 'wagate_worker_connected_sessions');
  }, 120_000);

  it('tell of fail-overs, and of workers that seem dead all at once', async () => {
    const workers = stage.cluster.workers;
    await Promise.all(workers.map((worker) => worker.kill()));
    await shows(gateway, 'wagate_worker_deaths_total');
    await shows(gateway, 'wagate_workers_suspected');
    await shows(gateway, 'wagate_installation_workers', { state: 'offline' });
    await Promise.all(workers.map((worker) => worker.up()));
    await shows(workers, 'wagate_worker_claims_total', { cause: 'failover' });
    await stage.user.status(ID, 'CONNECTED', 60_000);
  }, 120_000);

  it('count sessions that their owners have to look after', async () => {
    const worker = await owner();
    await stage.sandbox.call('POST', `/phones/${shop.phoneNumber}/devices/1/logout`);
    await shows(worker, 'wagate_whatsapp_stops_total', { reason: 'LOGGED_OUT' });
    await shows(gateway, 'wagate_installation_sessions', { status: 'LOGGED_OUT' });
  }, 120_000);

  it('count requests by route, never by URL, and those that met a limit', async () => {
    const stranger = () => gateway.call('GET', `/v1/sessions/${ID}`, { headers: { 'x-api-key': 'wag_nobody' } });
    await eventually('429', async () => (await stranger()).status === 429);
    await shows(gateway, 'wagate_rate_limit_hits_total', { limit: 'ip' });
    const route = { method: 'GET', route: '/api/v1/sessions/:sessionId', status: '429' };
    await shows(gateway, 'wagate_http_requests_total', route);
  }, 120_000);

  it('are those of docs/metrics.md, and each of them has moved', async () => {
    for (const member of [gateway, ...stage.cluster.workers]) await scrape(member);
    const documented = documentedMetrics();
    const found = [...seen.values()].map(({ name, type, help, roles, samples, labels }) => {
      const here = roles.size === 2 ? 'both' : [...roles].join();
      // Without a sample a scrape tells no labels.
      const known = samples.length > 0 ? [...labels] : documented.find((one) => one.name === name)?.labels;
      return { name, type, unit: unitOf(name), roles: here, labels: known?.sort(), help };
    });
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(found.sort(byName)).toEqual(
      documented.map((one) => ({ ...one, labels: one.labels.toSorted() })).toSorted(byName),
    );
    const quiet = [...seen.values()].filter(({ name, most }) => name.startsWith('wagate_') && most === 0);
    expect(quiet.map(({ name }) => name).filter((name) => !MAY_STAY_QUIET.includes(name))).toEqual([]);
  }, 60_000);

  it('are for those who bear the token, where there is one', async () => {
    const token = 'a-token-of-the-metrics';
    const worker = await stage.cluster.worker({ METRICS_TOKEN: token });
    const status = async (headers: Record<string, string>) =>
      (await request('GET', `${worker.url}/metrics`, { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ authorization: 'Bearer wrong' })).toBe(401);
    expect((await fetch(`${worker.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  }, 60_000);
});

/** By Prometheus' conventions the name says it. */
function unitOf(name: string): string {
  return /_(seconds|bytes|ratio)(_total)?$/.exec(name)?.[1] ?? '';
}
