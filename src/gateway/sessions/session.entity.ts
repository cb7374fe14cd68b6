import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SessionStatus } from '../../contracts/index.js';
import type { SessionState } from './session-state.js';

@Entity('session')
export class SessionEntity implements SessionState {
  @PrimaryColumn('text')
  id: string;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  @Column('text')
  name: string;

  @Column('text', { default: 'DISCONNECTED' })
  status: SessionStatus;

  /** A word for programs: why the status is so. */
  @Column('text', { nullable: true })
  reason: string | null;

  /** A sentence for people. */
  @Column('text', { name: 'connection_message', default: '' })
  connectionMessage: string;

  @Column('text', { name: 'whatsapp_id', nullable: true })
  whatsappId: string | null;

  @Column('text', { nullable: true })
  lid: string | null;

  /** A credential: never logged. */
  @Column('text', { nullable: true })
  qr: string | null;

  @Column('timestamptz', { name: 'qr_expires_at', nullable: true })
  qrExpiresAt: Date | null;

  @Column('timestamptz', { name: 'restricted_until', nullable: true })
  restrictedUntil: Date | null;

  @Column('timestamptz', { name: 'last_activity_at', nullable: true })
  lastActivityAt: Date | null;

  /** Set while a restart waits for the worker to let go of the account. */
  @Column('timestamptz', { name: 'restart_requested_at', nullable: true })
  restartRequestedAt: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt: Date;
}
