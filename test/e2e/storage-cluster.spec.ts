import { Bucket } from '../support/bucket.js';
import { eventually } from '../support/eventually.js';
import { Stage } from '../support/stage.js';
import { dataExport, upload } from '../support/tenant.js';
import { NOTHING_WRONG } from '../support/verdict.js';

const SESSIONS = 6;

describe('a cluster in mid-traffic without its S3 server', () => {
  let stage: Stage;
  let bucket: Bucket;

  beforeAll(async () => {
    stage = await Stage.set({ gateways: 1, workers: 2 }, { REBALANCE_SECONDS: '0' });
    bucket = new Bucket(stage.cluster.env);
    await stage.pair(SESSIONS);
  }, 120_000);

  afterAll(() => stage?.dispose());

  /** The sessions with a snapshot in the bucket. */
  async function kept(): Promise<Set<string | undefined>> {
    const keys = await bucket.keys('sessions/');
    return new Set(keys.filter((key) => key.includes('/auth_info_baileys/')).map((key) => key.split('/')[1]));
  }

  it('hands sessions over, drained and killed, loses no message, and makes up for the snapshots', async () => {
    const { cluster } = stage;
    await cluster.storage.stop();
    stage.traffic.start();
    const [drained, killed] = [cluster.member('w1'), cluster.member('w2')];
    const ofDrained = await stage.sessionsOf(drained);
    const stoppedAt = Date.now();
    expect(await drained.stop()).toEqual({ code: 0, signal: null });
    await stage.connectedElsewhere(ofDrained, drained, stoppedAt);
    await drained.up();
    const ofKilled = await stage.sessionsOf(killed);
    expect(ofKilled).toHaveLength(SESSIONS);
    const killedAt = Date.now();
    await killed.kill();
    await stage.connectedElsewhere(ofKilled, killed, killedAt);
    expect(await stage.reckon()).toMatchObject(NOTHING_WRONG);
    const { status, body } = await cluster.gateways[0]!.call('GET', '/ready');
    expect([status, body]).toEqual([200, { status: 'degraded', failing: ['storage'] }]);
    await cluster.storage.up();
    await eventually(
      'snapshots of those that were handed over',
      async () => {
        const found = await kept();
        return ofDrained.every(({ sessionId }) => found.has(sessionId));
      },
      60_000,
    );
  }, 180_000);

  it('keeps nothing of a session that is deleted in the bucket: card, keys, files, and archives that it is in', async () => {
    const { user, cluster } = stage;
    const mediaId = await upload(cluster.gateways[0]!, user, 's0');
    const archive = await dataExport(user);
    const folders = ['sessions/s0/', `media/${mediaId}/`, `data-exports/${archive}/`];
    const keys = async () => (await Promise.all(folders.map((folder) => bucket.keys(folder)))).flat();
    const shown = ['sessions/s0/session-data.json', `data-exports/${archive}/archive.tar.gz`];
    await eventually('all of it', async () => {
      const found = await keys();
      return shown.every((key) => found.includes(key)) && folders.every((folder) => found.join().includes(folder));
    });
    await user.call('DELETE', '/sessions/s0');
    await eventually('nothing', async () => (await keys()).length === 0, 60_000);
  });
});
