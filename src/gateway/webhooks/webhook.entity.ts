import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EventType } from '../../contracts/index.js';
import type { WebhookFormat } from './body.js';
import type { ExtraSignature } from './signature.js';

@Entity('webhook')
export class WebhookEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  /** Null: the events of all sessions of the user. */
  @Column('text', { name: 'session_id', nullable: true })
  sessionId: string | null;

  @Column('text')
  url: string;

  @Column('text', { array: true })
  events: (EventType | '*')[];

  @Column('text')
  format: WebhookFormat;

  /** Sealed JSON of the caller's own headers. */
  @Column('bytea', { nullable: true })
  headers: Buffer | null;

  /** Sealed. */
  @Column('bytea')
  secret: Buffer;

  /** Still signs, besides the newer one, until then. Sealed. */
  @Column('bytea', { name: 'previous_secret', nullable: true })
  previousSecret: Buffer | null;

  @Column('timestamptz', { name: 'previous_secret_until', nullable: true })
  previousSecretUntil: Date | null;

  @Column('text', { name: 'extra_signatures', array: true, default: () => "'{}'" })
  extraSignatures: ExtraSignature[];

  @Column('boolean', { default: true })
  active: boolean;

  /** Made through a session's webhookUrl, and changed with it. */
  @Column('boolean', { name: 'from_session', default: false })
  fromSession: boolean;

  /** Why we stopped sending by ourselves. */
  @Column('text', { name: 'disabled_reason', nullable: true })
  disabledReason: string | null;

  /** The first failure after the newest success. */
  @Column('timestamptz', { name: 'failing_since', nullable: true })
  failingSince: Date | null;

  /** Failed attempts since the newest success. */
  @Column('integer', { default: 0 })
  failures: number;

  @Column('timestamptz', { name: 'last_success_at', nullable: true })
  lastSuccessAt: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt: Date;
}
