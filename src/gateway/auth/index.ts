/**
 * Who is calling, and what they may. It owns the tables users, refresh_token and api_key, and the guard before every route.
 * All gateway modules put a policy on each route ({@link Public}, {@link SignedIn}, {@link Needs}, {@link PersonOnly},
 * {@link AdminOnly}, {@link WorkerOnly}; a route without one stops the boot) and take the {@link Caller}; sessions makes a key for each session.
 */
export { ApiProblems } from '../../platform/http/index.js';
export { ApiKeys, type ApiKeyWish } from './api-keys.service.js';
export { AuthModule } from './auth.module.js';
export { Caller, type SignedRequest } from './caller.decorator.js';
export { Credentials } from './credentials.service.js';
export { LOGIN_ALIAS } from './login-alias.controller.js';
export { IsOneLine } from './one-line.js';
export { Passwords } from './passwords.service.js';
export { AdminOnly, Needs, PersonOnly, Public, SECURITY_SCHEMES, SignedIn, WorkerOnly } from './policies.decorator.js';
export { UserEntity } from './user.entity.js';
export { Users } from './users.service.js';
export { ALL_SCOPES, type Principal, type Role, type Scope, type Tier } from './principal.js';
