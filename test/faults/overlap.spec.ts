import type { Account, PairedSession } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { Gateway } from '../support/gateway.js';
import { Receiver } from '../support/receiver.js';
import { Sandbox, type SeenMessage } from '../support/sandbox.js';

const OVERLAPS = 1_000;
const CALLERS = 4;
const LIMIT_MS = 300_000;
const ARRIVE_LIMIT_MS = 120_000;

describe('sends and receives with one contact at the same time', () => {
  let sandbox: Sandbox;
  let gateway: Gateway;
  let receiver: Receiver;
  let user: Account;
  let shop: PairedSession;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    receiver = await Receiver.start();
    gateway = await Gateway.start(sandbox.wsUrl);
    user = await gateway.register();
    shop = await user.pair(sandbox, { sessionId: 'shop', webhookUrl: receiver.url });
  });

  afterAll(async () => {
    await gateway?.dispose();
    await sandbox?.stop();
    await receiver?.stop();
  });

  const routed = (query: Record<string, string>) => sandbox.messages({ ...query, limit: String(3 * OVERLAPS) });

  const failures = (messages: SeenMessage[]) =>
    messages.filter(
      ({ decryptFailures, receipts }) => decryptFailures > 0 || receipts.some(({ type }) => type === 'retry'),
    );

  it.each([
    ['by number', 'pn', OVERLAPS],
    ['by LID', 'lid', OVERLAPS / 5],
  ])(
    'break no session with a contact that writes %s',
    async (_how, addressing, times) => {
      const bob = await sandbox.contact({ addressing });
      const numbers = Array.from({ length: times }, (_, n) => n);
      const sends = Promise.all(
        numbers.slice(0, CALLERS).map(async (first) => {
          for (let n = first; n < times; n += CALLERS) await user.send('shop', bob.jid, `out ${n}`);
        }),
      );
      for (const n of numbers) await sandbox.say(bob.phoneNumber, shop.phoneNumber, `in ${n}`);
      await sends;

      const query = { from: shop.phoneNumber, to: bob.phoneNumber };
      const out = await eventually(
        'all messages at the contact',
        async () => {
          const messages = await routed(query);
          return messages.filter(({ text }) => text !== null).length === times && messages;
        },
        ARRIVE_LIMIT_MS,
      );
      const received = () =>
        receiver.matching({ event: 'message_received', from: bob.jid }).map(({ body }) => body['text']);
      await eventually('all messages at the webhook', () => received().length >= times, ARRIVE_LIMIT_MS);
      expect(received()).toEqual(numbers.map((n) => `in ${n}`));
      expect(new Set(out.map(({ text }) => text))).toEqual(new Set(numbers.map((n) => `out ${n}`)));
      expect(failures(out)).toEqual([]);
      expect(failures(await routed({ from: bob.phoneNumber, to: shop.phoneNumber }))).toEqual([]);
    },
    LIMIT_MS,
  );
});
