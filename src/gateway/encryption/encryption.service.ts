import { Injectable } from '@nestjs/common';
import { AppConfig } from '../../platform/config/index.js';
import type { EncryptionDto } from './encryption.dto.js';
import { ResealedCopies } from './resealed-copies.repository.js';
import { SealedRows } from './sealed-rows.repository.js';
import { SEALED_TABLES } from './sealed-tables.js';

/** How far a change of the encryption key is. */
@Injectable()
export class Encryption {
  constructor(
    private readonly config: AppConfig,
    private readonly rows: SealedRows,
    private readonly copies: ResealedCopies,
  ) {}

  async state(): Promise<EncryptionDto> {
    const { keyId, previousKeyIds } = this.config.keyring;
    const kinds: EncryptionDto['kinds'] = [];
    for (const table of SEALED_TABLES) kinds.push({ kind: table.kind, ...(await this.rows.count(table)) });
    const { finishedAt } = await this.copies.of(keyId);
    const complete = finishedAt !== null && kinds.every(({ remaining }) => remaining === 0);
    return { keyId, previousKeyIds, complete, kinds, copiesFinishedAt: finishedAt };
  }
}
