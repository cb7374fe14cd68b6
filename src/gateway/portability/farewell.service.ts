import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Inbox, Outbox, PortableAccounts } from '../../mailbox/index.js';
import type { Tx } from '../../platform/database/index.js';
import { AuditLog } from '../audit/index.js';
import type { Principal } from '../auth/index.js';
import type { SessionEntity } from '../sessions/index.js';
import { InstallationKey } from './installation-key.service.js';
import { Lineages } from './lineages.repository.js';
import type { ExportSessionDto } from './portability.dto.js';
import { packed } from './session-card.js';
import { SessionExports } from './session-exports.repository.js';
import { type FileHeader, writeSessionFile } from './session-file.js';
import { messagesQueued } from './standstill.service.js';

/** The step with which a session leaves: its keys go from the rows into the file, and are never at both places or at none. */
@Injectable()
export class Farewell {
  constructor(
    private readonly key: InstallationKey,
    private readonly portable: PortableAccounts,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
    private readonly lineages: Lineages,
    private readonly exports: SessionExports,
    private readonly audit: AuditLog,
  ) {}

  /** The caller holds the session's lock. Throws MESSAGES_QUEUED unless `force`, SESSION_NOT_PAIRED and SESSION_EXPORTED. */
  async say(tx: Tx, caller: Principal, session: SessionEntity, wish: ExportSessionDto): Promise<void> {
    const { id, name, whatsappId, lid } = session;
    const account = await this.portable.takeOut(tx, id);
    await this.endMessages(tx, id, wish.force ?? false);
    const header = newHeader(account, wish.recipient ?? null);
    const body = packed({ sessionId: id, name, whatsappId, lid }, account);
    const file = await writeSessionFile(header, body, wish.passphrase, this.key.privateKey());
    await this.exports.keep(tx, id, header.fileId, file);
    await this.lineages.leave(tx, header);
    await this.portable.name(tx, id, header.lineage, header.generation);
    await this.tell(tx, id);
    const { fileId, recipient } = header;
    const target = `session/${id}` as const;
    await this.audit.note(tx, { actor: caller, action: 'session.exported', target, details: { fileId, recipient } });
  }

  /** What was accepted and will never be sent from here has to end in a status. */
  private async endMessages(tx: Tx, sessionId: string, force: boolean): Promise<void> {
    const unsent = await this.outbox.takeUnsent(tx, sessionId);
    if (unsent.length > 0 && !force) throw messagesQueued(sessionId);
    const at = new Date().toISOString();
    for (const { messageId, state } of unsent) {
      const detail =
        state === 'queued' ? 'session exported' : 'session exported while it was sent; it may have arrived';
      await this.inbox.put(tx, sessionId, {
        kind: 'message.status',
        payload: { messageId, status: 'FAILED', at, detail },
      });
    }
  }

  private async tell(tx: Tx, sessionId: string): Promise<void> {
    const message = 'The session was exported to a file. Import that to have it here again.';
    const payload = { status: 'DISCONNECTED', reason: 'EXPORTED', message, at: new Date().toISOString() } as const;
    await this.inbox.put(tx, sessionId, { kind: 'session.status', payload });
  }
}

function newHeader({ lineage, generation }: { lineage: string | null; generation: number }, recipient: string | null) {
  const named = { fileId: uuid(), lineage: lineage ?? uuid(), generation: generation + 1 };
  return { ...named, createdAt: new Date().toISOString(), recipient } satisfies FileHeader;
}
