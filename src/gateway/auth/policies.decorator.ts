import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import { ApiProblems } from '../../platform/http/index.js';
import type { Policy } from './policy.js';
import type { Scope } from './principal.js';

export const POLICY = 'wagate:policy';

/** Nobody has to sign in. Such a handler has no caller. */
export const Public = () => policy({ kind: 'public' });

/** Any credential of a user: access tokens, and API keys whatever their scopes. */
export const SignedIn = () =>
  applyDecorators(policy({ kind: 'signedIn' }), keyOrToken(), ApiProblems('UNAUTHENTICATED', 'RATE_LIMITED'));

/** Access tokens, and API keys that have this scope. */
export const Needs = (scope: Scope) => applyDecorators(policy({ kind: 'scope', scope }), keyOrToken(), refusals());

/** Access tokens only: for what a leaked API key must not do, such as making more keys. */
export const PersonOnly = () => applyDecorators(policy({ kind: 'personOnly' }), ApiSecurity('bearer'), refusals());

/** Access tokens of administrators only; no scope of an API key covers administration. */
export const AdminOnly = () => applyDecorators(policy({ kind: 'adminOnly' }), ApiSecurity('bearer'), refusals());

/** The token that workers share, which is no user's: for what workers outside the transport tell. */
export const WorkerOnly = () =>
  applyDecorators(policy({ kind: 'workerOnly' }), ApiSecurity('bearer'), ApiProblems('UNAUTHENTICATED'));

/** What the decorators above refer to, for the OpenAPI document. */
export const SECURITY_SCHEMES = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'An access token from `POST /auth/login`, or an API key.',
  },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'An API key `wag_…`.' },
} as const;

// Made anew for every route: ApiSecurity collects what it is put on.
const keyOrToken = () => applyDecorators(ApiSecurity('bearer'), ApiSecurity('apiKey'));
const refusals = () => ApiProblems('UNAUTHENTICATED', 'FORBIDDEN', 'RATE_LIMITED');

/** The OpenAPI document says the policy as well, so that what it promises can be tried route by route. */
function policy(value: Policy) {
  return applyDecorators(SetMetadata(POLICY, value), ApiExtension('x-policy', value));
}
