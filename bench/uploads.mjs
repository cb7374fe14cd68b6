// Large uploads at once: how far the gateway's memory rises while it takes them, and how fast they go through. Each is measured by the
// gateway (type, size, SHA-256), encrypted and written to the object store, here files with fsync.
import { setTimeout as sleep } from 'node:timers/promises';
import { inFlight } from './support/load.mjs';
import { rssMb } from './support/proc.mjs';

const MB = 1024 * 1024;
const UPLOADS = 20;
const SAMPLE_MS = 20;
const SETTLE_MS = 1_000;
const BOUNDARY = 'bench';
const HEAD = Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n`);
const TAIL = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
const MP4 = Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1');
const PIECE = Buffer.alloc(64 * 1024, 7);

export const row = {
  name: 'uploads',
  async run({ gateway, quick }) {
    const megabytes = quick ? 5 : 50;
    await upload(gateway, MB);
    gateway.collectGarbage();
    await sleep(SETTLE_MS);
    const memory = () => rssMb(gateway.program.pid);
    const before = memory();
    const watching = peakOf(memory);
    const { ms } = await inFlight(UPLOADS, UPLOADS, () => upload(gateway, megabytes * MB));
    const peak = await watching.stop();
    return [
      {
        what: `memory of the process above rest, ${UPLOADS} uploads of ${megabytes} MB at once`,
        unit: 'MB',
        gateway: peak - before,
        goal: { atMost: 250 },
      },
      { what: 'all of them together', unit: 'MB/s', gateway: (UPLOADS * megabytes * 1000) / ms },
    ];
  },
};

async function upload(gateway, size) {
  const headers = {
    ...gateway.signedIn,
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    'content-length': String(HEAD.length + size + TAIL.length),
  };
  const { statusCode, body } = await gateway.http.request({
    method: 'POST',
    path: '/api/v1/media',
    headers,
    body: form(size),
  });
  const answer = await body.json();
  if (statusCode !== 201 || answer.sizeBytes !== size)
    throw new Error(`upload: ${statusCode} ${JSON.stringify(answer)}`);
}

/** Made while it is sent, so that the load generator's own memory is none of the measurement's. */
async function* form(size) {
  yield HEAD;
  yield MP4;
  for (let left = size - MP4.length; left > 0; left -= PIECE.length)
    yield PIECE.subarray(0, Math.min(left, PIECE.length));
  yield TAIL;
}

/** The largest figure until it is stopped. */
function peakOf(figure) {
  let watching = true;
  let peak = figure();
  const watched = (async () => {
    while (watching) {
      peak = Math.max(peak, figure());
      await sleep(SAMPLE_MS);
    }
    return peak;
  })();
  return {
    stop() {
      watching = false;
      return watched;
    },
  };
}
