import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AppConfig } from '../platform/config/index.js';
import { KeyMissing } from '../platform/crypto/index.js';
import { rowsOf } from './sql.js';

/** No process starts that could not read an account: an encryption key that was taken away too early is noticed at once. */
@Injectable()
export class AccountKeys implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
  ) {}

  async onModuleInit(): Promise<void> {
    const { keyId, previousKeyIds } = this.config.keyring;
    const rows = await rowsOf<{ keyId: string }>(
      this.dataSource,
      `select distinct encode(substring(dek from 2 for 6), 'hex') as "keyId" from mailbox.account
        where substring(dek from 1 for 1) = '\\x02'`,
      [],
    );
    const missing = rows.find((row) => ![keyId, ...previousKeyIds].includes(row.keyId));
    if (missing) throw new KeyMissing(missing.keyId);
  }
}
