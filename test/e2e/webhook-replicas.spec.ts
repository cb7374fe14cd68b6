import type { Account, PairedSession } from '../support/account.js';
import { Cluster, type Member } from '../support/cluster.js';
import { EventReader } from '../support/event-reader.js';
import { eventually } from '../support/eventually.js';
import { Receiver } from '../support/receiver.js';
import { type Contact, Sandbox } from '../support/sandbox.js';

describe('with several gateways', () => {
  let sandbox: Sandbox;
  let cluster: Cluster;
  let first: Member;
  let second: Member;
  let receiver: Receiver;
  let user: Account;
  let shop: PairedSession;
  let people: Contact[];

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    cluster = await Cluster.start(sandbox.wsUrl);
    [first, second] = await Promise.all([cluster.gateway(), cluster.gateway(), cluster.worker()]);
    receiver = await Receiver.start();
    user = await first.register();
    shop = await user.pair(sandbox, { sessionId: 'shop' });
    people = await Promise.all(['Ann', 'Bob', 'Cid', 'Dot', 'Eve'].map((name) => sandbox.contact({ name })));
    await user.post('/webhooks', { url: receiver.url, sessionId: 'shop', events: ['message.received'] });
  }, 120_000);

  afterAll(async () => {
    await cluster?.dispose();
    await sandbox?.stop();
    await receiver?.stop();
  });

  async function talk(label: string, count: number): Promise<string[]> {
    const texts: string[] = [];
    for (let n = 0; n < count; n++) {
      for (const [who, person] of people.entries()) {
        texts.push(`${label} ${who} ${n}`);
        await sandbox.say(person.phoneNumber, shop.phoneNumber, texts.at(-1)!);
      }
    }
    return texts;
  }

  function expectInOrder(texts: string[]): void {
    const taken = receiver.deliveries.map(({ body }) => String(body['text'])).filter((text) => texts.includes(text));
    expect(taken).toHaveLength(texts.length);
    for (const who of people.keys()) {
      const ofChat = (all: string[]) => all.filter((text) => text.split(' ').at(-2) === String(who));
      expect(ofChat(taken)).toEqual(ofChat(texts));
    }
  }

  it('each event is delivered once, one request in flight a chat', async () => {
    const underWay = new Map<unknown, number>();
    let overlaps = 0;
    receiver.reply = ({ body: { chatId } }) => {
      if ((underWay.get(chatId) ?? 0) > Date.now()) overlaps++;
      underWay.set(chatId, Date.now() + 50);
      return { status: 200, afterMs: 60 };
    };
    const texts = await talk('shared', 6);
    await eventually('all of it', () => receiver.deliveries.length >= texts.length, 30_000);
    expectInOrder(texts);
    expect(overlaps).toBe(0);
  });

  it('streams tell of events whichever gateway took them in', async () => {
    const readers = await Promise.all([first, second].map(({ url }) => EventReader.of(user, url)));
    for (let n = 0; n < 4; n++) await sandbox.say(people[0]!.phoneNumber, shop.phoneNumber, `to all ${n}`);
    for (const reader of readers) {
      await reader.event({ text: 'to all 3' });
      const texts = reader.events.map(({ data }) => data['text']);
      expect(texts).toEqual(['to all 0', 'to all 1', 'to all 2', 'to all 3']);
      await reader.close();
    }
  });

  it('what one had in its hands when it was killed is sent by the other, under the same id', async () => {
    receiver.reply = () => ({ instead: 'hang' });
    const texts = await talk('killed', 1);
    const inFlight = await eventually('requests in flight', () => {
      const requests = receiver.requests.filter(({ body }) => texts.includes(String(body['text'])));
      return requests.length > 0 && requests;
    });
    await first.program.end('SIGKILL');
    receiver.reply = () => 200;
    await eventually('all of it', () => texts.every((text) => receiver.matching({ text }).length === 1), 30_000);
    expectInOrder(texts);
    for (const { headers, body } of inFlight) {
      expect(receiver.matching({ text: body['text'] })[0]!.headers['webhook-id']).toBe(headers['webhook-id']);
    }
    expect((await user.at(second).get<{ webhooks: unknown[] }>('/webhooks')).webhooks).toHaveLength(1);
  });

  it('nothing that was taken is sent again when a gateway stops in the middle of a backlog', async () => {
    const third = await cluster.gateway();
    const mine = user.at(second);
    const [webhook] = (await mine.get<{ webhooks: { id: string }[] }>('/webhooks')).webhooks;
    await mine.call('PATCH', `/webhooks/${webhook!.id}`, { active: false });
    const texts = await talk('backlog', 20);
    receiver.reply = () => ({ status: 200, afterMs: 10 });
    await mine.call('PATCH', `/webhooks/${webhook!.id}`, { active: true });
    await eventually('some of it', () => receiver.matching({ text: 'backlog 0 2' }).length > 0);
    expect(await second.program.end('SIGTERM')).toMatchObject({ code: 0 });
    await eventually('all of it', () => texts.every((text) => receiver.matching({ text }).length > 0), 30_000);
    expectInOrder(texts);
    expect(third.url).toMatch(/^http/);
  });
});
