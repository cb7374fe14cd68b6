import { Transform } from 'node:stream';
import type { TransferFault } from '../faults.js';

/** Why a transfer ended early: the fault said so. */
export class TransferCut extends Error {}

/** What the bytes of a transfer go through: nothing, a pace, or a cut after so many bytes. */
export function pace(fault: TransferFault | undefined): Transform {
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (fault?.mode === 'slow') {
        setTimeout(() => done(null, chunk), (chunk.length / fault.bytesPerSecond) * 1000);
        return;
      }
      passed += chunk.length;
      if (fault?.mode !== 'cut' || passed < fault.afterBytes) {
        done(null, chunk);
        return;
      }
      this.push(chunk.subarray(0, chunk.length - (passed - fault.afterBytes)));
      done(new TransferCut('cut by a fault'));
    },
  });
}
