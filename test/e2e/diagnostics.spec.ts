import type { MessageView } from '../support/account.js';
import { eventually } from '../support/eventually.js';
import { openShop, type ShopStage } from '../support/shop.js';

interface Device {
  device: number;
  isOwn: boolean;
  wasThere: boolean;
}

interface Diagnostics {
  status: string;
  history: { status: string; reason: string | null; code: number | null; worker: string | null }[];
  failures: { messageId: string; failure: string }[];
  queue: { waiting: number; scheduled: number; oldestAt: string | null; inFlight: string[] };
  devices: Device[];
  ownership: { holder: string | null; epoch: string };
  webhooks: { active: boolean; failureCount: number }[];
}

type Waiting = MessageView & { waiting?: { reason: string; detail: string; until?: string } };

describe('the diagnostics of a session', () => {
  let stage: ShopStage;

  beforeAll(async () => {
    stage = await openShop();
  });

  afterAll(() => stage?.close());

  const diagnostics = () => stage.user.get<Diagnostics>('/sessions/shop/diagnostics');
  const diagnosed = (what: string, isSo: (seen: Diagnostics) => boolean) =>
    eventually(
      what,
      async () => {
        const seen = await diagnostics();
        if (!isSo(seen)) throw new Error(JSON.stringify(seen));
        return seen;
      },
      60_000,
    );
  const send = async (more: object = {}) => {
    const body = { to: stage.bob.jid, type: 'text', text: 'wait', ...more };
    return (await stage.user.post<{ messageId: string }>('/sessions/shop/messages', body)).messageId;
  };
  const waits = (messageId: string, reason: string) =>
    eventually(
      `a message that waits: ${reason}`,
      async () => {
        const { waiting } = (await stage.user.message('shop', messageId)) as Waiting;
        if (waiting?.reason !== reason) throw new Error(`it is ${JSON.stringify(waiting)}`);
        return waiting;
      },
      30_000,
    );

  it('tell how its connections ended, also after another run has taken it', async () => {
    await stage.sandbox.fault(stage.shop.phoneNumber, { kind: 'stream-error', code: 503 });
    const ended = await diagnosed('the end', ({ history }) => history.some(({ code }) => code === 503));
    expect(ended.history.find(({ code }) => code === 503)).toMatchObject({ status: 'CONNECTING', worker: 'local' });
    const before = Number(ended.ownership.epoch);
    await stage.gateway.stop();
    await stage.gateway.up();
    await stage.user.status('shop', 'CONNECTED', 30_000);
    const { history, ownership, webhooks } = await diagnostics();
    expect(history.some(({ code }) => code === 503)).toBe(true);
    expect(history[0]).toMatchObject({ status: 'CONNECTED', reason: null });
    expect(ownership.holder).toBe('local');
    expect(Number(ownership.epoch)).toBeGreaterThan(before);
    expect(webhooks).toMatchObject([{ active: true, failureCount: 0 }]);
  });

  it('tell of a device that somebody linked, and not of those that were there', async () => {
    const { devices } = await diagnosed('the devices', (seen) => seen.devices.length > 0);
    expect(devices.map(({ device, isOwn, wasThere }) => [device, isOwn, wasThere])).toEqual([
      [0, false, true],
      [1, true, true],
    ]);
    await stage.sandbox.call('POST', `/phones/${stage.shop.phoneNumber}/devices`, { platform: 'desktop' });
    const { body } = await stage.receiver.delivery({ event: 'session_device_added' }, 30_000);
    expect(body).toMatchObject({ sessionId: 'shop', device: 2, deviceCount: 3 });
    expect(stage.receiver.matching({ event: 'session_device_added' })).toHaveLength(1);
    expect((await diagnostics()).devices.at(-1)).toMatchObject({ device: 2, isOwn: false, wasThere: false });
    const { entries } = await stage.user.get<{ entries: object[] }>('/admin/logs?action=session.device_added');
    expect(entries).toMatchObject([{ target: 'session/shop', details: { device: 2 } }]);
    const messageId = await send({ text: 'goes to the other device as well' });
    await stage.user.messageStatus('shop', messageId, 'DELIVERED', 30_000);
  });

  it('tell what waits, and each message why', async () => {
    const later = await send({ sendAt: new Date(Date.now() + 3_600_000).toISOString() });
    expect(await waits(later, 'scheduled')).toMatchObject({ until: expect.any(String) });

    await stage.sandbox.fault(stage.shop.phoneNumber, { kind: 'ack', mode: 'late', delayMs: 5_000 });
    const inFlight = await send();
    const behind = await send();
    await waits(inFlight, 'awaiting_server_ack');
    await waits(behind, 'behind_others');
    const { queue } = await diagnostics();
    expect(queue).toMatchObject({ waiting: 2, scheduled: 1, inFlight: [inFlight] });
    await stage.user.messageStatus('shop', behind, 'DELIVERED', 30_000);
    expect((await stage.user.message('shop', behind)) as Waiting).not.toHaveProperty('waiting');

    await stage.user.post('/sessions/shop/disconnect');
    await stage.user.status('shop', 'DISCONNECTED', 30_000);
    expect(await waits(await send(), 'session_not_connected')).toMatchObject({
      detail: expect.stringContaining('DISCONNECTED'),
    });
  });
});
