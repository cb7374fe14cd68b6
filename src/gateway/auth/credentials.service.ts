import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AccessTokens } from './access-tokens.service.js';
import { ApiKeys } from './api-keys.service.js';
import { type Credential, readCredential } from './credential.js';
import type { Principal, Scope } from './principal.js';

/** Whose a credential is. */
@Injectable()
export class Credentials {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly apiKeys: ApiKeys,
  ) {}

  /** Null when it is not, or no longer, good; or not for this address. */
  verify(credential: Credential, address: string): Promise<Principal | null> {
    return credential.kind === 'apiKey'
      ? this.apiKeys.verify(credential.key, address)
      : this.accessTokens.verify(credential.token);
  }

  /** For answers that outlast the look at the door: whether the request would still be let in. What ends is seen within two seconds. */
  async isStillGood({ headers, ip }: FastifyRequest, scope: Scope): Promise<boolean> {
    const credential = readCredential(headers);
    const caller = credential && (await this.verify(credential, ip));
    return caller?.scopes.includes(scope) ?? false;
  }
}
