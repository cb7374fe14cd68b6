import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { Tx } from '../../platform/database/index.js';
import { requestContext } from '../../platform/logging/index.js';
import type { Deed } from './actions.js';

/** Writes down what was done, by whom, to what, and from where. */
@Injectable()
export class AuditLog {
  /** In the transaction of the deed: neither is there without the other. Address and id of the request are added. */
  async note(tx: Tx, { actor, action, target, details = {} }: Deed): Promise<void> {
    const { address = null, requestId = null } = requestContext.getStore() ?? {};
    await tx.query(
      `insert into system_log (id, actor_id, key_id, action, target, details, address, request_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [uuid(), actor?.userId ?? null, actor?.keyId ?? null, action, target ?? null, details, address, requestId],
    );
  }
}
