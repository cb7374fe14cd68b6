import { Injectable } from '@nestjs/common';
import { parseJid } from '../../contracts/index.js';
import { Inbox, PortableAccounts } from '../../mailbox/index.js';
import type { Tx } from '../../platform/database/index.js';
import { validationPipe } from '../../platform/problems/index.js';
import { AuditLog } from '../audit/index.js';
import type { Principal } from '../auth/index.js';
import { CreateSessionDto, Registration, Sessions, Wishes } from '../sessions/index.js';
import { Lineages } from './lineages.repository.js';
import type { ImportedSessionDto } from './portability.dto.js';
import type { Unpacked } from './session-card.js';
import { SessionExports } from './session-exports.repository.js';
import { damaged, type ReadFile } from './session-file.js';

type Admitted = Pick<ImportedSessionDto, 'sessionId' | 'name' | 'apiKey'>;

/** The step with which a session comes in: it is all here, and its file used, or nothing has changed. */
@Injectable()
export class Admission {
  private readonly pipe = validationPipe();

  constructor(
    private readonly sessions: Sessions,
    private readonly registration: Registration,
    private readonly wishes: Wishes,
    private readonly portable: PortableAccounts,
    private readonly lineages: Lineages,
    private readonly exports: SessionExports,
    private readonly inbox: Inbox,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Where the same device left from a session of the caller it comes back to that, which stays as it is otherwise; else a session is
   * made of what is in the file. Throws SESSION_FILE_USED, SESSION_EXISTS, SESSION_LIMIT_REACHED and SESSION_FILE_DAMAGED.
   */
  async take(tx: Tx, caller: Principal, file: ReadFile, content: Unpacked, wantedId?: string): Promise<Admitted> {
    const { lineage, generation, exporter, fileId } = file;
    const wish = await this.wishIn(content, wantedId);
    await this.lineages.arrive(tx, { lineage, generation });
    const admitted = (await this.back(tx, caller, wish.sessionId, lineage)) ?? (await this.anew(tx, caller, wish));
    const { sessionId } = admitted;
    await this.portable.bringIn(tx, sessionId, { lineage, generation, entries: content.entries });
    await this.introduce(tx, sessionId, content.card);
    await this.wishes.connectIn(tx, sessionId);
    const details = { fileId, exporter };
    const target = `session/${sessionId}` as const;
    await this.audit.note(tx, { actor: caller, action: 'session.imported', target, details });
    return admitted;
  }

  private async back(tx: Tx, caller: Principal, sessionId: string, lineage: string): Promise<Admitted | null> {
    if (!(await this.wishes.callOff(tx, sessionId))) return null;
    const session = await this.sessions.find(caller, sessionId);
    if (!session || (await this.portable.exportedLineage(tx, sessionId)) !== lineage) return null;
    await this.exports.forget(tx, sessionId);
    return { sessionId, name: session.name };
  }

  private async anew(tx: Tx, caller: Principal, wish: CreateSessionDto): Promise<Admitted> {
    const { sessionId, name, apiKey } = await this.registration.createIn(tx, caller, wish);
    return { sessionId, name, apiKey };
  }

  /** Whose it is; a worker would tell only of a device that it links. */
  private async introduce(tx: Tx, sessionId: string, { whatsappId, lid }: Unpacked['card']): Promise<void> {
    if (whatsappId === null) return;
    if (!isJid(whatsappId) || !(lid === null || isJid(lid))) throw damaged('it does not say whose it is');
    await this.inbox.put(tx, sessionId, {
      kind: 'session.paired',
      payload: { whatsappId, lid, at: new Date().toISOString() },
    });
  }

  /** Any installation may have written it, so it is checked like the body of a request. */
  private async wishIn(
    { card, settings }: Unpacked,
    wantedId?: string,
  ): Promise<CreateSessionDto & { sessionId: string }> {
    const { pacing, syncHistory, proxy } = settings;
    const told = { sessionId: wantedId ?? card.sessionId, name: card.name, pacing, syncHistory, proxy };
    try {
      const wish = await this.pipe.transform(told, { type: 'body', metatype: CreateSessionDto });
      return wish as CreateSessionDto & { sessionId: string };
    } catch (cause) {
      throw damaged('its settings are not as they should be', cause);
    }
  }
}

function isJid(value: unknown): value is string {
  return typeof value === 'string' && parseJid(value) !== null;
}
