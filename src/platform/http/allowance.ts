import type { FastifyReply } from 'fastify';
import type { Allowance } from '../../contracts/errors.js';

/** The headers by which clients pace themselves, as most HTTP clients know them. */
export function showAllowance(reply: FastifyReply, { limit, remaining, resetSeconds }: Allowance): void {
  reply.header('RateLimit-Limit', limit);
  reply.header('RateLimit-Remaining', remaining);
  reply.header('RateLimit-Reset', resetSeconds);
}
