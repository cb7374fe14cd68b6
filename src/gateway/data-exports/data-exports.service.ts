import { Injectable, StreamableFile } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid, validate } from 'uuid';
import { Problem } from '../../contracts/index.js';
import { transaction } from '../../platform/database/index.js';
import { SealedObjects } from '../../platform/object-store/index.js';
import { AuditLog } from '../audit/index.js';
import type { Principal } from '../auth/index.js';
import { Sessions } from '../sessions/index.js';
import type { DataExportDto, DataExportListDto } from './data-export.dto.js';
import { type DataExport, DataExportsRepository } from './data-exports.repository.js';
import { archiveKey } from './archive-key.js';

/** Finished ones can be fetched so long. */
export const KEPT_DAYS = 7;
const DAY_MS = 86_400_000;

/** What users ask for and get. */
@Injectable()
export class DataExports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: DataExportsRepository,
    private readonly sessions: Sessions,
    private readonly objects: SealedObjects,
    private readonly audit: AuditLog,
  ) {}

  /** Throws SESSION_NOT_FOUND, and DATA_EXPORT_UNDER_WAY while there is another one. */
  async request(caller: Principal, sessionId: string | null): Promise<DataExportDto> {
    if (sessionId !== null) await this.sessions.own(caller, sessionId);
    return transaction(this.dataSource, async (tx) => {
      const made = await this.repository.insert(tx, uuid(), caller.userId, sessionId);
      if (!made) throw new Problem('DATA_EXPORT_UNDER_WAY', 'Another export of yours is not finished yet.');
      const target = sessionId === null ? (`user/${caller.userId}` as const) : (`session/${sessionId}` as const);
      await this.audit.note(tx, { actor: caller, action: 'data.exported', target });
      return viewOf(made);
    });
  }

  async list({ userId }: Principal): Promise<DataExportListDto> {
    return { exports: (await this.repository.list(userId)).map(viewOf) };
  }

  async show(caller: Principal, id: string): Promise<DataExportDto> {
    return viewOf(await this.own(caller, id));
  }

  /** Throws DATA_EXPORT_NOT_FOUND also while it is not READY. */
  async archive(caller: Principal, id: string): Promise<StreamableFile> {
    const { status, createdAt } = await this.own(caller, id);
    if (status !== 'READY') throw new Problem('DATA_EXPORT_NOT_FOUND', `The export is ${status}.`);
    const disposition = `attachment; filename="wagate-${createdAt.toISOString().slice(0, 10)}.tar.gz"`;
    return new StreamableFile(await this.objects.openWithKey(archiveKey(id)), {
      type: 'application/gzip',
      disposition,
    });
  }

  async remove(caller: Principal, id: string): Promise<void> {
    await this.repository.remove((await this.own(caller, id)).id);
  }

  private async own({ userId }: Principal, id: string): Promise<DataExport> {
    const found = validate(id) ? await this.repository.find(userId, id) : null;
    if (!found) throw new Problem('DATA_EXPORT_NOT_FOUND', `There is no export "${id}".`);
    return found;
  }
}

function viewOf({ id, sessionId, status, progress, sizeBytes, createdAt, finishedAt }: DataExport): DataExportDto {
  const expiresAt = finishedAt && new Date(finishedAt.getTime() + KEPT_DAYS * DAY_MS);
  return { id, sessionId, status, progress, sizeBytes, createdAt, finishedAt, expiresAt };
}
