import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type InboxFact, type MediaSource, Problem } from '../../contracts/index.js';
import type { DueFetch } from '../../mailbox/index.js';
import { MediaDamaged, MediaGone } from '../whatsapp/port.js';
import { type FetcherParts, MediaFetcher } from './media-fetcher.js';

const source: MediaSource = {
  mediaId: 'M1',
  type: 'image',
  directPath: '/v/1',
  url: null,
  mediaKey: '',
  encSha256: null,
  sha256: null,
  mimetype: 'image/png',
  filename: 'a.png',
  claimedBytes: null,
};
const origin = { messageId: 'MSG', chat: 'c', fromMe: false, participant: null };
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** What comes of one file that is due, when it opens so and is stored so. */
async function outcome(open: () => Promise<Readable>, store?: () => Promise<never>, attempts = 1) {
  const facts: InboxFact[] = [];
  const retries: number[] = [];
  const due: DueFetch[] = [{ source, origin, attempts }];
  let settled: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (settled = resolve));
  const stored = { kind: 'image', mimetype: 'image/png', sizeBytes: 3, key: 'media/M1/images/original' } as const;
  const parts: FetcherParts = {
    claim: { sessionId: 'shop', epoch: 1n } as FetcherParts['claim'],
    state: { sessionId: 'shop', report: (fact) => void (facts.push(fact), settled()) },
    connection: { openMedia: open },
    fetches: {
      take: () => Promise.resolve(due.splice(0)),
      retryIn: async (_mediaId, delayMs) => void (retries.push(delayMs), settled()),
    },
    removals: { plan: () => Promise.resolve() },
    bodies: {
      storeReceived: async (_id, body) => {
        await buffer(body);
        return (await store?.()) ?? { ...stored, bodyKey: Buffer.from('key'), sha256: Buffer.from('aa', 'hex') };
      },
    },
    log: silent,
  };
  const fetcher = new MediaFetcher(parts);
  fetcher.start();
  await done;
  await fetcher.stop();
  return { facts, retries };
}

const bytes = () => Promise.resolve(Readable.from([Buffer.from('abc')]));
const failing = (error: Error) => () => Promise.reject(error);

describe('a received file', () => {
  it('is reported with what opens it, once it is stored', async () => {
    const { facts } = await outcome(bytes);
    const where = { objectKey: 'media/M1/images/original', bodyKey: 'a2V5', sha256: 'aa' };
    const payload = { mediaId: 'M1', messageId: 'MSG', filename: 'a.png', kind: 'image', sizeBytes: 3, ...where };
    expect(facts).toEqual([{ kind: 'media.fetched', payload: { ...payload, mimetype: 'image/png' } }]);
  });

  it.each([
    ['GONE', failing(new MediaGone('gone')), undefined],
    ['DAMAGED', () => Promise.resolve(brokenAtTheEnd()), undefined],
    ['TOO_LARGE', bytes, failing(new Problem('PAYLOAD_TOO_LARGE', 'too large'))],
  ] as const)('is given up as %s', async (reason, open, store) => {
    const { facts } = await outcome(open, store);
    expect(facts).toEqual([{ kind: 'media.failed', payload: { mediaId: 'M1', messageId: 'MSG', reason } }]);
  });

  it('is tried again while WhatsApp or the object store is away', async () => {
    expect((await outcome(failing(new Error('no route')))).retries).toEqual([5_000]);
    expect((await outcome(failing(new Error('no route')), undefined, 3)).retries).toEqual([120_000]);
    expect((await outcome(bytes, failing(new Problem('UNAVAILABLE', 'away')))).retries).toEqual([15_000]);
  });
});

function brokenAtTheEnd(): Readable {
  return Readable.from(
    (function* () {
      yield Buffer.from('abc');
      throw new MediaDamaged('its seal is wrong');
    })(),
  );
}
