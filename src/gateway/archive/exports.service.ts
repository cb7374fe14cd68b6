import { Injectable, StreamableFile } from '@nestjs/common';
import { Problem } from '../../contracts/index.js';
import { ObjectMissing, ObjectStore, SealedObjects } from '../../platform/object-store/index.js';
import type { Principal } from '../auth/index.js';
import { Sessions } from '../sessions/index.js';
import { exportDay, exportFolder, exportKey } from './archive-keys.js';
import { isDay } from './days.js';
import type { ExportListDto } from './exports.dto.js';

const PAGE = 1000;

/** Reading back what was exported, decrypted. */
@Injectable()
export class Exports {
  constructor(
    private readonly sessions: Sessions,
    private readonly store: ObjectStore,
    private readonly objects: SealedObjects,
  ) {}

  async list(caller: Principal, sessionId: string): Promise<ExportListDto> {
    await this.sessions.own(caller, sessionId);
    const exports: ExportListDto['exports'] = [];
    let after: string | undefined;
    do {
      const page = await this.store.list(exportFolder(sessionId), PAGE, after);
      for (const { key, sizeBytes, modifiedAt } of page) {
        const day = exportDay(key);
        if (day !== null) exports.push({ day, sizeBytes, exportedAt: modifiedAt });
      }
      after = page.length === PAGE ? page.at(-1)?.key : undefined;
    } while (after !== undefined);
    return { exports };
  }

  /** Throws EXPORT_NOT_FOUND for a day without messages, one that is not over, and what is no day. */
  async day(caller: Principal, sessionId: string, day: string): Promise<StreamableFile> {
    await this.sessions.own(caller, sessionId);
    if (!isDay(day)) throw notFound(sessionId, day);
    const content = await this.objects.openWithKey(exportKey(sessionId, day)).catch((error: unknown) => {
      throw error instanceof ObjectMissing ? notFound(sessionId, day) : error;
    });
    const disposition = `attachment; filename="${sessionId}-${day}.json"`;
    return new StreamableFile(content, { type: 'application/json; charset=utf-8', disposition });
  }
}

function notFound(sessionId: string, day: string): Problem {
  return new Problem('EXPORT_NOT_FOUND', `The session "${sessionId}" has no export of "${day}".`);
}
