import { execFileSync } from 'node:child_process';
import { Chance } from '../support/chance.js';
import { eventually } from '../support/eventually.js';
import { openShop, type ShopStage } from '../support/shop.js';
import { madMessage, madStanza } from '../support/stanza-fuzz.js';

const BATCHES = 100;
const STANZAS = 65;
const PLAINTEXTS = 35;
const TOTAL = BATCHES * (STANZAS + PLAINTEXTS);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000);
/** Of the second half of it: what is kept for ever is kept of each. */
const GROWTH_LIMIT_MB = 120;
/** What is mad is read first. */
const TALK_LIMIT_MS = 60_000;

describe(`10,000 stanzas and messages of a WhatsApp that has gone mad (seed ${SEED})`, () => {
  let stage: ShopStage;

  beforeAll(async () => {
    stage = await openShop();
  });

  afterAll(() => stage?.close());

  const online = () => eventually('the device online', () => stage.sandbox.isOnline(stage.shop.phoneNumber), 60_000);

  const memoryMb = () =>
    Number(execFileSync('ps', ['-o', 'rss=', '-p', String(stage.gateway.program.child.pid)])) / 1024;

  /** Both ways, with what was said last. */
  async function talks(said: string): Promise<void> {
    const { user, sandbox, receiver, shop, bob } = stage;
    await user.messageStatus('shop', await user.send('shop', bob.jid, said), 'DELIVERED', TALK_LIMIT_MS);
    const messageId = await sandbox.say(bob.phoneNumber, shop.phoneNumber, said);
    const { body } = await receiver.delivery({ event: 'message_received', messageId }, TALK_LIMIT_MS);
    expect(body['text']).toBe(said);
  }

  it('crash nothing, fill no memory, and leave a session that talks', async () => {
    const { sandbox, shop, bob, user, gateway } = stage;
    const chance = new Chance(SEED);
    await talks('before');
    const messageIds = (await sandbox.messages()).map(({ id }) => id);
    const own = `${shop.phoneNumber}@s.whatsapp.net`;
    const cast = { addresses: [bob.jid, bob.lid, own, '120363000000000001@g.us', 's.whatsapp.net', ''], messageIds };
    const many = <T>(count: number, make: () => T) => Array.from({ length: count }, make);
    let sent = 0;
    let half = 0;
    const { pid } = gateway.program.child;
    for (let batch = 0; batch < BATCHES; batch++) {
      await online();
      const answer = await sandbox.call<{ sent: number }>('POST', `/phones/${shop.phoneNumber}/stanzas`, {
        stanzas: many(STANZAS, () => madStanza(chance, cast)),
        plaintexts: many(PLAINTEXTS, () => ({ from: bob.phoneNumber, bytes: madMessage(chance).toString('base64') })),
      });
      sent += answer.sent;
      if (batch % 10 === 9) await talks(`after ${sent}`);
      if (batch === BATCHES / 2) half = memoryMb();
    }
    await online();
    await user.status('shop', 'CONNECTED');
    await talks('after all that');
    const growth = memoryMb() - half;
    process.stderr.write(
      `${sent} of ${TOTAL} sent (seed ${SEED}); memory grew by ${Math.round(growth)} MB in the second half\n`,
    );
    expect(sent).toBe(TOTAL);
    expect(growth).toBeLessThan(GROWTH_LIMIT_MB);
    expect([gateway.program.child.pid, gateway.program.child.exitCode]).toEqual([pid, null]);
  }, 600_000);
});
