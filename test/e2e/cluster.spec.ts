import type { Account } from '../support/account.js';
import { Cluster } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { type Contact, Sandbox } from '../support/sandbox.js';

describe('a gateway and two workers', () => {
  let sandbox: Sandbox;
  let cluster: Cluster;
  let user: Account;
  let bob: Contact;

  beforeAll(async () => {
    sandbox = await Sandbox.start();
    cluster = await Cluster.start(sandbox.wsUrl);
    const [gateway] = await Promise.all([cluster.gateway(), cluster.worker(), cluster.worker()]);
    user = await gateway.register();
    bob = await sandbox.contact({ name: 'Bob' });
  }, 120_000);

  afterAll(async () => {
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
    await user.post('/sessions', { sessionId: 'coded' });
    await user.post('/sessions/coded/connect');
    const { pairingCode } = await eventually('a pairing code', () =>
      user.post<{ pairingCode: string }>('/sessions/coded/pairing-code', { phoneNumber: '+15550009999' }),
    );
    expect(pairingCode).toMatch(/^[A-Z0-9-]{8,9}$/);
  });
});
