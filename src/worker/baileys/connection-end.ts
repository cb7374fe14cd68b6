import { ProxyFailure } from '../../platform/egress/index.js';
import type { ConnectionEnd } from '../whatsapp/port.js';

/** What Baileys calls an end that has no code of its own: connectionClosed (Types/index.js, rc14). */
const CLOSED = 428;

/** Why a connection ended, from Baileys' error (a Boom), without addresses. */
export function endOf(error: unknown): Omit<ConnectionEnd, 'paired'> {
  const { output, data } = (error ?? {}) as { output?: { statusCode?: number }; data?: unknown };
  const code = output?.statusCode ?? CLOSED;
  if (data instanceof ProxyFailure) return { code, detail: data.message, proxy: data.reason };
  const detail = error instanceof Error ? error.message.replace(/\S+@\S+/g, '…') : 'connection closed';
  return { code, detail };
}
