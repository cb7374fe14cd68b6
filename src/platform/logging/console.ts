import type { Log } from './log.js';

const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table'] as const;
const MAX_LENGTH = 200;

/**
 * Takes the console away from libraries: libsignal 6 prints whole sessions, private keys included, through `console.info`.
 * Only a leading sentence survives, at level debug; objects are dropped unseen. The returned function gives the console back.
 */
export function quietConsole(log: Log): () => void {
  const originals = METHODS.map((method) => [method, console[method]] as const);
  for (const method of METHODS) {
    console[method] = (...args: unknown[]) => {
      const [first] = args;
      const sentence = typeof first === 'string' ? first.slice(0, MAX_LENGTH) : undefined;
      log.debug({ console: method, sentence }, 'a library wrote to the console');
    };
  }
  return () => {
    for (const [method, original] of originals) console[method] = original;
  };
}
