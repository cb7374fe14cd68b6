import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isForm } from '../media/index.js';

/** What a sending route takes as it came; the body is read and judged later, by its type. */
export interface SentRequest {
  body: unknown;
  /** The request itself where its body is a form, which nobody has read yet. */
  form: IncomingMessage | null;
  idempotencyKey: string | undefined;
  reply: FastifyReply;
}

/** `@Sent() sent: SentRequest` */
export const Sent = createParamDecorator((_data: unknown, context: ExecutionContext): SentRequest => {
  const http = context.switchToHttp();
  const { body, headers, raw } = http.getRequest<FastifyRequest>();
  const idempotencyKey = headers['idempotency-key'] as string | undefined;
  return { body, form: isForm(raw) ? raw : null, idempotencyKey, reply: http.getResponse() };
});
