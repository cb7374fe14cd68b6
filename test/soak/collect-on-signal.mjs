// Preloaded into the product (node --import): collects garbage at SIGUSR2, so that memory that is used can be told from what is
// merely not swept yet, and says among the lines of its log how much of the heap is left.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  process.on('SIGUSR2', () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    process.stdout.write(`${JSON.stringify({ msg: 'collected', heapBytes: heapUsed + external })}\n`);
  });
}
