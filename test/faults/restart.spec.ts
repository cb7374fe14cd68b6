import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { type Delivery, Receiver } from '../support/receiver.js';
import { Sandbox } from '../support/sandbox.js';

const MESSAGES = 500;
const LIMIT_MS = 300_000;
const ARRIVE_LIMIT_MS = 120_000;

describe('a gateway that is killed in the middle of 500 messages to it', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  let receiver: Receiver;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    receiver = await Receiver.start();
    gateway = await Gateway.start(sandbox.wsUrl);
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
    await receiver?.stop();
  });

  const received = () => firstOfEachId(receiver.matching({ event: 'message_received' }));

  it(
    'tells all of them once and in order',
    async () => {
      const user = await gateway.register();
      const shop = await user.pair(sandbox, { sessionId: 'shop', webhookUrl: receiver.url });
      const bob = await sandbox.contact();
      const said: string[] = [];
      const saying = (async () => {
        for (let n = 1; n <= MESSAGES; n++) said.push(await sandbox.say(bob.phoneNumber, shop.phoneNumber, `no. ${n}`));
      })();
      for (const told of [50, 200, 350]) {
        await eventually(`${told} messages told`, () => received().length >= told, ARRIVE_LIMIT_MS);
        await gateway.kill();
        await gateway.up();
      }
      await saying;
      await eventually('all messages told', () => received().length >= MESSAGES, ARRIVE_LIMIT_MS);
      expect(received().map(({ body }) => body['messageId'])).toEqual(said);
      const seen = await sandbox.messages({ to: shop.phoneNumber });
      expect(seen.flatMap(({ receipts }) => receipts).filter(({ type }) => type === 'retry')).toEqual([]);
    },
    LIMIT_MS,
  );
});

/** A delivery whose answer was cut off comes again under the same id: its reader knows it by that. */
function firstOfEachId(deliveries: Delivery[]): Delivery[] {
  const first = new Map<unknown, Delivery>();
  for (const delivery of deliveries) {
    const id = delivery.headers['webhook-id'];
    if (!first.has(id)) first.set(id, delivery);
  }
  return [...first.values()];
}
