import type { FastifyReply } from 'fastify';

/** What HTTP asks of every 401: how to do it right. `error` tells a credential that is wrong from one that is missing. */
export function challenge(reply: FastifyReply, error?: 'invalid_token'): void {
  const scheme = 'Bearer realm="wagate"';
  void reply.header('www-authenticate', error ? `${scheme}, error="${error}"` : scheme);
}
