import { Redis } from 'ioredis';
import type { Account } from '../support/account.js';
import { Cluster } from '../support/cluster.js';
import { type Contact, Sandbox } from '../support/sandbox.js';

describe('a gateway and two workers', () => {
  let sandbox: Sandbox;
  let cluster: Cluster;
  let user: Account;
  let bob: Contact;
  let redis: Redis;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    cluster = await Cluster.start(sandbox.wsUrl);
    redis = new Redis(cluster.redis.url);
    const [gateway] = await Promise.all([cluster.gateway(), cluster.worker(), cluster.worker()]);
    user = await gateway.register();
    bob = await sandbox.contact({ name: 'Bob' });
  }, 120_000);

  afterAll(async () => {
    await redis?.quit();
    await cluster?.dispose();
    await sandbox?.stop();
  });

  it('share the sessions, and each sends', async () => {
    const workers = new Set<string>();
    for (const sessionId of ['one', 'two']) {
      await user.pair(sandbox, { sessionId });
      const { worker } = await user.get<{ worker: { workerId: string } }>(`/sessions/${sessionId}`);
      workers.add(worker.workerId);
      await user.messageStatus(sessionId, await user.send(sessionId, bob.jid, 'hello'), 'DELIVERED');
    }
    expect([...workers].sort()).toEqual(['w1', 'w2']);
  });

  it('answer a pairing code from the worker that has the session', async () => {
    expect(await pairingCode('coded')).toMatch(/^[A-Z0-9-]{8,9}$/);
  });

  it('find the worker of a session although the remembered way to it is wrong', async () => {
    await user.post('/sessions/start', { sessionId: 'misled' });
    await user.status('misled', 'SCANNING_QR');
    for (const sessionId of ['one', 'misled']) {
      await redis.set(`wagate:route:${sessionId}`, JSON.stringify({ workerId: 'w2', epoch: '99' }), 'PX', 60_000);
    }
    expect(await pairingCode('misled')).toMatch(/^[A-Z0-9-]{8,9}$/);
    await user.messageStatus('one', await user.send('one', bob.jid, 'anyway'), 'DELIVERED');
  });

  it('keep nothing in Redis without an end', async () => {
    const keys = await redis.keys('*');
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(0);
  });

  async function pairingCode(sessionId: string): Promise<string> {
    await user.post('/sessions/start', { sessionId });
    const path = `/sessions/${sessionId}/pairing-code`;
    const answer = await user.post<{ pairingCode: string }>(path, { phoneNumber: '+15550009999' });
    return answer.pairingCode;
  }
});
