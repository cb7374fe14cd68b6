import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Problem } from '../../contracts/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { bearsToken } from '../../platform/crypto/index.js';
import { challenge } from '../../platform/http/index.js';
import type { SignedRequest } from './caller.decorator.js';
import { type Credential, readCredential } from './credential.js';
import { Credentials } from './credentials.service.js';
import { Policies } from './policies.service.js';
import { refusal } from './policy.js';
import type { Principal } from './principal.js';
import { Strangers } from './strangers.service.js';

const WRONG: Record<Credential['kind'], string> = {
  apiKey: 'The API key is mistyped, unknown, revoked, expired, or not for your address.',
  accessToken: 'The access token is wrong or has expired; a refresh token gets a new one.',
};

/** Stands before every route: finds out who calls, and holds the policy of the route against it. No policy, no entry. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly policies: Policies,
    private readonly credentials: Credentials,
    private readonly strangers: Strangers,
    private readonly config: AppConfig,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // What comes over the transport comes from our own processes.
    if (context.getType() !== 'http') return true;
    const policy = this.policies.of(context.getHandler() as () => unknown, context.getClass());
    if (!policy) return false;
    if (policy.kind === 'probe') return true;
    const request = context.switchToHttp().getRequest<SignedRequest>();
    if (policy.kind === 'public') {
      await this.strangers.admit(request.ip);
      return true;
    }
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    if (policy.kind === 'workerOnly') return this.admitWorker(request, reply);
    const caller = await this.identify(request, reply);
    // Only the path names the session: what a query or a body says must never widen a credential.
    const { sessionId } = request.params as { sessionId?: string };
    const refused = refusal(policy, caller, sessionId);
    if (refused) throw refused;
    request.caller = caller;
    return true;
  }

  private admitWorker(request: SignedRequest, reply: FastifyReply): Promise<true> | true {
    const { authorization } = request.headers;
    if (bearsToken(authorization, this.config.workerAuthToken)) return true;
    return this.refuse(request, reply, authorization !== undefined, 'Send the token of the workers.');
  }

  private async identify(request: SignedRequest, reply: FastifyReply): Promise<Principal> {
    const credential = readCredential(request.headers);
    const caller = credential && (await this.credentials.verify(credential, request.ip));
    if (caller) return caller;
    const detail = credential ? WRONG[credential.kind] : 'Send an access token or an API key.';
    return this.refuse(request, reply, credential !== null, detail);
  }

  private async refuse({ ip }: SignedRequest, reply: FastifyReply, tried: boolean, detail: string): Promise<never> {
    await this.strangers.admit(ip);
    challenge(reply, tried ? 'invalid_token' : undefined);
    throw new Problem('UNAUTHENTICATED', detail);
  }
}
