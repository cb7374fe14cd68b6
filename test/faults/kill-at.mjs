// Preloaded into the gateway (node --import): kills the process at a checkpoint, as a power cut would. What it does stands
// in the file KILL_ORDERS, `<checkpoint> <n>`: die at the n-th time from now. Read at the start and at every SIGUSR2.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

let disarm = () => undefined;

function arm() {
  disarm();
  const [point, nth] = readFileSync(process.env.KILL_ORDERS, 'utf8').split(' ');
  if (!point) return;
  let left = Number(nth);
  const strike = () => {
    if (--left === 0) process.kill(process.pid, 'SIGKILL');
  };
  subscribe(`wagate:${point}`, strike);
  disarm = () => unsubscribe(`wagate:${point}`, strike);
}

if (isMainThread) {
  process.on('SIGUSR2', arm);
  arm();
}
