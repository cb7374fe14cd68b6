import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { checkpoint, CHECKPOINTS } from './index.js';

it.each(CHECKPOINTS)('%s reaches its subscribers before the next line runs', (name) => {
  const seen: unknown[] = [];
  const listener = (message: unknown) => void seen.push(message);
  subscribe(`wagate:${name}`, listener);
  checkpoint(name);
  unsubscribe(`wagate:${name}`, listener);
  checkpoint(name);
  expect(seen).toEqual([name]);
});
