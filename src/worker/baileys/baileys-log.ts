import type { SocketConfig } from '@whiskeysockets/baileys';
import type { Log } from '../../platform/logging/index.js';

type BaileysLog = SocketConfig['logger'];

/**
 * Baileys' log without what it is about: its objects hold addresses, stanzas and keys, so only the sentence is kept, at debug,
 * and long digits in it are masked. What matters of a connection is told by the connection's events.
 */
export function baileysLog(log: Log, sessionId: string): BaileysLog {
  const say = (level: string) => (object: unknown, message?: string) => {
    const sentence = message ?? (typeof object === 'string' ? object : 'no message');
    log.debug({ sessionId, level, baileys: sentence.replace(/\d{5,}/g, '…') }, 'baileys');
  };
  const silent = () => undefined;
  const logger: BaileysLog = {
    level: 'warn',
    child: () => logger,
    trace: silent,
    debug: silent,
    info: silent,
    warn: say('warn'),
    error: say('error'),
  };
  return logger;
}
