import type { FastifyReply } from 'fastify';
import type { SendAnswer } from './sending.service.js';

/** Sets what depends on the outcome, and gives the body. */
export function replyWith(reply: FastifyReply, { status, body, replayed }: SendAnswer): object {
  void reply.status(status);
  if (replayed) void reply.header('Idempotent-Replayed', 'true');
  return body;
}
