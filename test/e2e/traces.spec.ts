import { Collector, type CollectedSpan } from '../support/collector.js';
import { eventually } from '../support/eventually.js';
import type { Delivery } from '../support/receiver.js';
import { Stage } from '../support/stage.js';

const ID = 'traced-shop';
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER_SPAN = 'b7ad6b7169203331';
const SECRET_TEXT = 'canary-text-of-a-message';

describe('traces of a cluster', () => {
  let collector: Collector;
  let stage: Stage;
  let phoneNumber: string;

  beforeAll(async () => {
    collector = await Collector.start();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_SERVICE_NAME: 'shop-gateway' };
    stage = await Stage.set({ gateways: 1, workers: 1 }, env);
    ({ phoneNumber } = await stage.user.pair(stage.sandbox, { sessionId: ID }));
  }, 120_000);

  afterAll(async () => {
    await stage?.dispose();
    await collector?.stop();
  });

  /** The place of a span as what it causes carries it. */
  const traceparentOf = ({ traceId, spanId }: CollectedSpan) => `00-${traceId}-${spanId}-01`;

  const step = (messageId: string, status: string): Promise<Delivery> =>
    eventually(`webhook of ${status}`, () => stage.receiver.matching({ type: 'message.status', messageId, status })[0]);

  it("lead from the caller's span over acceptance, worker and WhatsApp's word to the webhook", async () => {
    const bob = await stage.sandbox.contact();
    const traceparent = `00-${TRACE}-${CALLER_SPAN}-01`;
    const messageId = await stage.user.send(ID, bob.jid, SECRET_TEXT, { traceparent });
    const ofMessage = { 'wagate.session.id': ID, 'wagate.message.id': messageId };
    const accepted = await collector.span('accept message', ofMessage);
    expect(accepted).toMatchObject({ traceId: TRACE, parentSpanId: CALLER_SPAN });
    expect(accepted.resource).toMatchObject({ 'service.name': 'shop-gateway', 'wagate.role': 'gateway' });
    const sent = await collector.span('send message', ofMessage);
    expect(sent).toMatchObject({ traceId: TRACE, parentSpanId: accepted.spanId });
    expect(sent.resource).toMatchObject({ 'wagate.role': 'worker' });
    // SENT comes from the attempt itself, a receipt on its own, later.
    for (const [status, cause] of [
      ['SENT', sent],
      ['DELIVERED', accepted],
    ] as const) {
      const taken = await collector.span('ingest fact', { ...ofMessage, 'wagate.message.status': status });
      expect(taken).toMatchObject({ traceId: TRACE, parentSpanId: cause.spanId });
      const { body, headers } = await step(messageId, status);
      const told = await collector.span('deliver webhook', { 'wagate.event.id': String(body['id']) });
      expect(told).toMatchObject({ traceId: TRACE, parentSpanId: taken.spanId });
      expect(told.attributes).toMatchObject({ 'http.response.status_code': '200' });
      expect(headers['traceparent']).toBe(traceparentOf(told));
      expect(body).not.toHaveProperty('traceparent');
    }
  }, 60_000);

  it('begin where a message comes in, and lead to its webhook', async () => {
    const bob = await stage.sandbox.contact();
    const messageId = await stage.sandbox.say(bob.phoneNumber, phoneNumber, SECRET_TEXT);
    const received = await collector.span('receive message', { 'wagate.message.id': messageId });
    expect(received.parentSpanId ?? '').toBe('');
    const taken = await collector.span('ingest fact', { 'wagate.message.id': messageId });
    const { body, headers } = await stage.receiver.delivery({ type: 'message.received', messageId });
    const told = await collector.span('deliver webhook', { 'wagate.event.id': String(body['id']) });
    expect([taken.parentSpanId, told.parentSpanId]).toEqual([received.spanId, taken.spanId]);
    expect(headers['traceparent']).toBe(traceparentOf(told));
  }, 60_000);

  it('go with questions to the worker', async () => {
    const bob = await stage.sandbox.contact();
    const traceparent = `00-${TRACE}-${CALLER_SPAN}-01`;
    const path = `/sessions/${ID}/presence`;
    const { status } = await stage.user.call('POST', path, { presence: 'composing', to: bob.jid }, { traceparent });
    expect(status).toBeLessThan(300);
    const asked = await collector.span('ask worker', { 'wagate.question': 'worker.:workerId.presence.show' });
    expect(asked).toMatchObject({ traceId: TRACE, parentSpanId: CALLER_SPAN });
    const answered = await collector.child('answer question', asked);
    expect(answered.traceId).toBe(TRACE);
    expect(answered.resource).toMatchObject({ 'wagate.role': 'worker' });
  }, 60_000);

  it('leave out what the caller does not keep, and tell receivers so', async () => {
    const bob = await stage.sandbox.contact();
    const unkept = '4bf92f3577b34da6a3ce929d0e0e4736';
    const traceparent = `00-${unkept}-${CALLER_SPAN}-00`;
    const messageId = await stage.user.send(ID, bob.jid, SECRET_TEXT, { traceparent });
    const { headers } = await step(messageId, 'DELIVERED');
    expect(headers['traceparent']).toMatch(new RegExp(`^00-${unkept}-[0-9a-f]{16}-00$`));
    expect(collector.raw).not.toContain(unkept);
  }, 60_000);

  it('have no texts, numbers, addresses or URLs of users', async () => {
    await Promise.all([...stage.cluster.gateways, ...stage.cluster.workers].map((member) => member.stop()));
    expect(collector.spans.length).toBeGreaterThan(10);
    for (const secret of [SECRET_TEXT, phoneNumber, '@s.whatsapp.net', '@lid', stage.receiver.url]) {
      expect(collector.raw).not.toContain(secret);
    }
  }, 120_000);
});
