import type { AppConfig } from '../config/index.js';

/** `worker.:workerId.session.connect` becomes `worker.w1.session.connect`: only that worker hears it. */
export function listeningPattern<T>(pattern: T, config: AppConfig): T | string {
  return typeof pattern === 'string' ? pattern.replace(':workerId', config.workerId) : pattern;
}
