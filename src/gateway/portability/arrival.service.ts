import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../../contracts/index.js';
import { transaction } from '../../platform/database/index.js';
import { Turns } from '../../platform/turns/index.js';
import type { Principal } from '../auth/index.js';
import { refuseBoundKey, Wishes } from '../sessions/index.js';
import { Admission } from './admission.service.js';
import { ImportForm, type ImportWish } from './import-form.service.js';
import { InstallationKey } from './installation-key.service.js';
import type { ImportedSessionDto } from './portability.dto.js';
import { unpacked } from './session-card.js';
import { type ReadFile, readSessionFile } from './session-file.js';

/** A passphrase costs a third of a second and 32 MiB. */
const OPENED_AT_ONCE = 1;
const MAX_WAITING = 8;

/** Sessions on their way in. */
@Injectable()
export class Arrival {
  private readonly opening = new Turns(OPENED_AT_ONCE, MAX_WAITING);

  constructor(
    private readonly dataSource: DataSource,
    private readonly form: ImportForm,
    private readonly key: InstallationKey,
    private readonly admission: Admission,
    private readonly wishes: Wishes,
  ) {}

  /**
   * Takes a session in and connects it, without a code to scan. Throws SESSION_FILE_DAMAGED, PASSPHRASE_WRONG, SESSION_FILE_REFUSED,
   * SESSION_FILE_USED, SESSION_EXISTS and SESSION_LIMIT_REACHED; the file is still good then.
   */
  async import(caller: Principal, request: IncomingMessage): Promise<ImportedSessionDto> {
    refuseBoundKey(caller);
    const wish = await this.form.read(request);
    const file = readSessionFile(wish.bytes);
    await this.refuseOthers(file, wish);
    const content = unpacked(await this.opening.take(() => file.open(wish.passphrase)));
    const admitted = await transaction(this.dataSource, (tx) =>
      this.admission.take(tx, caller, file, content, wish.sessionId),
    );
    await this.wishes.wake(admitted.sessionId);
    return { ...admitted, status: 'CONNECTING', exporter: file.exporter, exportedAt: new Date(file.createdAt) };
  }

  private async refuseOthers({ exporter, recipient }: ReadFile, wish: ImportWish): Promise<void> {
    if (wish.exporter !== undefined && wish.exporter !== exporter) {
      throw new Problem('SESSION_FILE_REFUSED', `The file was made by the installation ${exporter}.`);
    }
    if (recipient !== null && recipient !== this.key.fingerprint()) {
      throw new Problem('SESSION_FILE_REFUSED', `The file is meant for the installation ${recipient}.`);
    }
  }
}
