import { type Batch, type Claim, decodeRecord, type LogHead } from '../mailbox/index.js';
import { AccountState, type AccountStores } from './account-state.js';

const claim: Claim = {
  sessionId: 'shop',
  epoch: 1n,
  desired: 'on',
  pacing: {},
  syncHistory: 'recent',
  proxy: null,
  hasTurn: false,
  takenOver: false,
};

/** A log in memory that keeps every batch; `hold` makes commits wait. */
class MemoryLog {
  readonly batches: Batch[] = [];
  snapshots: Buffer[] = [];
  failing: Error | null = null;
  private gate: Promise<void> = Promise.resolve();

  hold(): () => void {
    let release: () => void = () => undefined;
    this.gate = new Promise((resolve) => (release = resolve));
    return release;
  }

  stores(): AccountStores {
    return {
      sentMessage: () => Promise.resolve(null),
      sentWire: () => Promise.resolve(null),
      log: {
        load: () =>
          Promise.resolve({
            accountKey: Buffer.alloc(32),
            head: { seq: BigInt(this.batches.length), hash: Buffer.alloc(0) },
            snapshot: null,
            records: this.batches.map((batch) => batch.record),
          }),
        commit: async (_claim: Claim, _key: Buffer, head: LogHead, batch: Batch) => {
          await this.gate;
          if (this.failing) throw this.failing;
          this.batches.push(batch);
          return { seq: head.seq + 1n, hash: Buffer.alloc(0) };
        },
        snapshot: (_claim: Claim, _key: Buffer, _head: LogHead, state: Buffer) => {
          this.snapshots.push(state);
          return Promise.resolve();
        },
        erase: () => Promise.resolve(),
      },
    };
  }
}

async function opened(log: MemoryLog, lost: Error[] = []) {
  return AccountState.open(log.stores(), claim, { lost: (error) => lost.push(error), factsCommitted: () => undefined });
}

const fact = (messageId: string) => ({
  kind: 'message.status' as const,
  payload: { messageId, status: 'DELIVERED' as const, at: '2026-01-01T00:00:00.000Z', detail: null },
});

describe('the state of an account', () => {
  it('reads back what was written at once, and after a restart what was committed', async () => {
    const log = new MemoryLog();
    const state = await opened(log);
    state.write({ session: { bob: { root: Buffer.from([1, 2]) }, eve: 'x' } });
    expect(state.read('session', 'bob')).toEqual({ root: Buffer.from([1, 2]) });
    state.write({ session: { eve: null } });
    await state.barrier();
    const again = await opened(log);
    expect(again.read('session', 'bob')).toEqual({ root: Buffer.from([1, 2]) });
    expect(again.read('session', 'eve')).toBeNull();
  });

  it('commits what belongs to one step as one batch', async () => {
    const log = new MemoryLog();
    const state = await opened(log);
    state.write({ creds: { creds: { nextPreKeyId: 2 } } });
    state.write({ 'pre-key': { 1: 'key' } }, [fact('A')]);
    await state.barrier();
    expect(log.batches).toHaveLength(1);
    expect(log.batches[0]?.facts).toEqual([fact('A')]);
  });

  it('lets what can wait go into the commit of what can not', async () => {
    const log = new MemoryLog();
    const state = await opened(log);
    state.messageSent('A', fact('A'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(log.batches).toHaveLength(0);
    state.write({ session: { bob: 1 } });
    await state.barrier();
    expect(log.batches).toMatchObject([{ sent: ['A'], facts: [fact('A')] }]);
  });

  it('commits what can wait by itself in the end, and at once when nothing else is to come', async () => {
    const log = new MemoryLog();
    const state = await opened(log);
    state.messageSent('A', fact('A'));
    await state.barrier();
    state.write({}, [fact('B')], 'soon');
    const barrier = state.barrier();
    state.hurry();
    await barrier;
    expect(log.batches.map((batch) => batch.facts)).toEqual([[fact('A')], [fact('B')]]);
  });

  it('names the oldest of a type, so that no more than a number are kept', async () => {
    const state = await opened(new MemoryLog());
    state.write({ journal: { a: 1, b: 2, c: 3 } });
    expect(state.olderThanNewest(1, 'journal')).toEqual(['a', 'b']);
    expect(state.olderThanNewest(3, 'journal')).toEqual([]);
    expect(state.olderThanNewest(3, 'nothing')).toEqual([]);
  });

  it('has a barrier that covers what was staged while a commit was under way', async () => {
    const log = new MemoryLog();
    const release = log.hold();
    const state = await opened(log);
    state.write({ session: { bob: 1 } });
    await new Promise((resolve) => setImmediate(resolve));
    state.write({ session: { bob: 2 } });
    const barrier = state.barrier();
    release();
    await barrier;
    expect(log.batches).toHaveLength(2);
    expect(state.barrier()).toBeNull();
  });

  it('writes nothing for a value that has not changed', async () => {
    const log = new MemoryLog();
    const state = await opened(log);
    state.write({ session: { bob: { n: 1 } } });
    await state.barrier();
    const before = log.batches[0]?.record.length;
    state.write({ session: { bob: { n: 1 } } }, [fact('A')]);
    await state.barrier();
    expect(log.batches[1]?.record.length).toBeLessThan(before ?? 0);
  });

  it('is lost once a commit fails: the barrier rejects and nothing is written any more', async () => {
    const log = new MemoryLog();
    const lost: Error[] = [];
    const state = await opened(log, lost);
    const { Fenced } = await import('../mailbox/index.js');
    log.failing = new Fenced('shop');
    state.write({ session: { bob: 1 } });
    await expect(state.barrier()).rejects.toBe(log.failing);
    log.failing = null;
    state.write({ session: { bob: 2 } });
    await expect(state.barrier()).rejects.toThrow('owned by another epoch');
    expect(log.batches).toHaveLength(0);
    expect(lost).toHaveLength(1);
  });

  it('leaves a snapshot behind when it is closed after changes', async () => {
    const log = new MemoryLog();
    const state = await opened(log);
    state.write({ session: { bob: 1 } });
    await state.close();
    expect(log.snapshots).toHaveLength(1);
  });

  it('leaves out of a snapshot what is not committed yet, or a message known by its journal only would be lost', async () => {
    const log = new MemoryLog();
    const state = await opened(log);
    for (let n = 0; n < 499; n++) {
      state.write({ session: { bob: n } });
      await state.barrier();
    }
    const release = log.hold();
    state.write({ session: { bob: 500 } });
    await new Promise((resolve) => setImmediate(resolve));
    state.write({ journal: { hash: 'plaintext' } }, [fact('A')]);
    release();
    await state.barrier();
    expect(log.snapshots).toHaveLength(1);
    const inSnapshot = decodeRecord(log.snapshots[0]!).map(([type]) => type);
    expect(inSnapshot).toEqual(['session']);
    expect(log.batches.at(-1)?.facts).toEqual([fact('A')]);
  });

  it('makes the first frame of a connection wait for the proof that the account is ours', async () => {
    const log = new MemoryLog();
    const state = await opened(log);
    const { Fenced } = await import('../mailbox/index.js');
    log.failing = new Fenced('shop');
    state.proveOwnership();
    await expect(state.barrier()).rejects.toThrow('owned by another epoch');
  });

  it('writes nothing more from the moment its keys are erased', async () => {
    const log = new MemoryLog();
    const state = await opened(log);
    state.write({ session: { bob: 1 } });
    const erased = state.erase([]);
    await state.barrier()?.catch(() => undefined);
    state.write({ creds: { creds: 'late' } });
    await erased;
    await new Promise((resolve) => setImmediate(resolve));
    expect(log.batches).toHaveLength(1);
  });
});
