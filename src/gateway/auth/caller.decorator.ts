import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from './principal.js';

/** A request, with the caller that the guard found. */
export type SignedRequest = FastifyRequest & { caller?: Principal };

/** The caller of the route: `@Caller() caller: Principal`. There is none on public routes. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Principal => {
  const { caller } = context.switchToHttp().getRequest<SignedRequest>();
  if (!caller) throw new Error('a public route asks for its caller');
  return caller;
});
