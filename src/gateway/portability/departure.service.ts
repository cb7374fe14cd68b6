import { Readable } from 'node:stream';
import { Injectable, StreamableFile } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Problem } from '../../contracts/index.js';
import { transaction } from '../../platform/database/index.js';
import type { Principal } from '../auth/index.js';
import { type SessionEntity, Sessions, Wishes } from '../sessions/index.js';
import { Farewell } from './farewell.service.js';
import type { ExportSessionDto } from './portability.dto.js';
import { SessionExports } from './session-exports.repository.js';
import { Standstill } from './standstill.service.js';

const PIECE_BYTES = 64 * 1024;

/** Sessions on their way out. */
@Injectable()
export class Departure {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: Sessions,
    private readonly standstill: Standstill,
    private readonly farewell: Farewell,
    private readonly exports: SessionExports,
    private readonly wishes: Wishes,
  ) {}

  /**
   * Stops the session, takes its keys away from here for good, and gives the file that has them since then. Throws
   * SESSION_NOT_PAIRED, SESSION_EXPORTED and MESSAGES_QUEUED; then the session is as it was.
   */
  async export(caller: Principal, sessionId: string, wish: ExportSessionDto): Promise<StreamableFile> {
    const session = await this.sessions.own(caller, sessionId);
    const wasWanted = await this.standstill.reach(session, wish.force ?? false);
    try {
      await this.leave(caller, session, wish);
    } catch (error) {
      if (wasWanted) await this.standstill.end(session).catch(() => undefined);
      throw error;
    }
    await this.wishes.wake(sessionId);
    return this.file(caller, sessionId);
  }

  /** The same file again. Throws SESSION_FILE_NOT_FOUND when the session has not left. */
  async file(caller: Principal, sessionId: string): Promise<StreamableFile> {
    await this.sessions.own(caller, sessionId);
    const file = await this.exports.find(sessionId);
    if (!file) throw new Problem('SESSION_FILE_NOT_FOUND', `The session "${sessionId}" was not exported.`);
    return new StreamableFile(Readable.from(pieces(file)), {
      type: 'application/octet-stream',
      length: file.length,
      disposition: `attachment; filename="${sessionId}.wagate"`,
    });
  }

  private leave(caller: Principal, session: SessionEntity, wish: ExportSessionDto): Promise<void> {
    return transaction(this.dataSource, async (tx) => {
      await this.wishes.callOff(tx, session.id);
      await this.farewell.say(tx, caller, session, wish);
    });
  }
}

function* pieces(file: Buffer): Generator<Buffer> {
  for (let at = 0; at < file.length; at += PIECE_BYTES) yield file.subarray(at, at + PIECE_BYTES);
}
