import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What a sending route takes as it came; the body is read and judged later, by its type. */
export interface SentRequest {
  body: unknown;
  idempotencyKey: string | undefined;
  reply: FastifyReply;
}

/** `@Sent() sent: SentRequest` */
export const Sent = createParamDecorator((_data: unknown, context: ExecutionContext): SentRequest => {
  const http = context.switchToHttp();
  const { body, headers } = http.getRequest<FastifyRequest>();
  return { body, idempotencyKey: headers['idempotency-key'] as string | undefined, reply: http.getResponse() };
});
