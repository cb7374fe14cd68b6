import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, Not } from 'typeorm';
import type { SessionStatus } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';
import { SessionEntity } from './session.entity.js';

/** A worker reports the end of a connection within a second or two. */
const IS_SILENT = `updated_at < now() - interval '5 seconds'`;

const COLUMNS = `id, user_id as "userId", name, status, reason, connection_message as "connectionMessage",
  whatsapp_id as "whatsappId", lid, qr, qr_expires_at as "qrExpiresAt", restricted_until as "restrictedUntil", last_activity_at as "lastActivityAt",
  restart_requested_at as "restartRequestedAt", created_at as "createdAt", updated_at as "updatedAt"`;

export interface NewSession {
  id: string;
  userId: string;
  name: string;
}

/** Whose sessions, and of these only one where the credential is bound to it. */
export interface Whose {
  userId: string;
  sessionId: string | null;
}

@Injectable()
export class SessionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Null when somebody has a session with this id already. */
  async insert(tx: Tx, session: NewSession): Promise<SessionEntity | null> {
    const result = await tx.createQueryBuilder().insert().into(SessionEntity).values(session).orIgnore().execute();
    const made = (result.raw as unknown[]).length > 0;
    return made ? tx.findOneByOrFail(SessionEntity, { id: session.id }) : null;
  }

  /** How many a user has; until the end of the transaction nobody else counts them so. */
  async countLocked(tx: Tx, userId: string): Promise<number> {
    await tx.query('select 1 from users where id = $1 for no key update', [userId]);
    return tx.countBy(SessionEntity, { userId });
  }

  /** Plain SQL, which costs a third of a find by TypeORM: every call that names a session asks this first. */
  async find(userId: string, id: string): Promise<SessionEntity | null> {
    const rows: SessionEntity[] = await this.dataSource.query(
      `select ${COLUMNS} from session where user_id = $1 and id = $2`,
      [userId, id],
    );
    return rows[0] ?? null;
  }

  /** With a lock that lets others add rows that refer to the session, such as messages to send. */
  async lockForFacts(tx: Tx, id: string): Promise<SessionEntity | null> {
    const rows: SessionEntity[] = await tx.query(`select ${COLUMNS} from session where id = $1 for no key update`, [
      id,
    ]);
    return rows[0] ?? null;
  }

  list(whose: Whose, status: SessionStatus | undefined): Promise<SessionEntity[]> {
    const { userId, sessionId } = whose;
    return this.dataSource.manager.find(SessionEntity, {
      where: { userId, ...(sessionId !== null && { id: sessionId }), ...(status && { status }) },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
  }

  async rename(tx: Tx, id: string, name: string): Promise<void> {
    await tx.update(SessionEntity, { id }, { name, updatedAt: () => 'now()' });
  }

  /** Takes the session's lock, and notes or forgets that a restart is under way. False when the session is gone. */
  async setRestart(tx: Tx, id: string, restartRequestedAt: Date | null): Promise<boolean> {
    const { affected } = await tx.update(SessionEntity, { id }, { restartRequestedAt });
    return affected === 1;
  }

  /** Takes the second half of a restart upon this transaction. False when another one has it, or when it was called off. */
  async takeRestart(tx: Tx, id: string): Promise<boolean> {
    const due = { id, restartRequestedAt: Not(IsNull()) };
    const { affected } = await tx.update(SessionEntity, due, { restartRequestedAt: null });
    return affected === 1;
  }

  /** Sessions with something to do once their account is free: a restart, or a stop that nobody has reported for too long. */
  stopping(limit: number): Promise<SessionEntity[]> {
    return this.dataSource.manager
      .createQueryBuilder(SessionEntity, 'session')
      .where(`(session.restart_requested_at is not null or session.status = 'DISCONNECTING')`)
      .andWhere(`(session.restart_requested_at is not null or ${IS_SILENT})`)
      .orderBy('session.updatedAt')
      .limit(limit)
      .getMany();
  }

  /** Takes the care for an unreported stop upon this transaction, for 5 s. False when another one has it, or when the report came. */
  async takeSilentStop(tx: Tx, id: string): Promise<boolean> {
    const { affected } = await tx
      .createQueryBuilder()
      .update(SessionEntity)
      .set({ updatedAt: () => 'now()' })
      .where(`id = :id and status = 'DISCONNECTING' and ${IS_SILENT}`, { id })
      .execute();
    return affected === 1;
  }

  async lock(tx: Tx, id: string): Promise<void> {
    await tx.findOne(SessionEntity, { select: { id: true }, where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async remove(tx: Tx, id: string): Promise<void> {
    await tx.delete(SessionEntity, { id });
  }
}
