import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Scope } from './principal.js';

@Entity('api_key')
export class ApiKeyEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  @Column('text', { name: 'session_id', nullable: true })
  sessionId: string | null;

  @Column('text')
  name: string;

  /** `wag_` and the public id of the key; unique. */
  @Column('text')
  prefix: string;

  @Column('bytea', { name: 'secret_hash', select: false })
  secretHash: Buffer;

  @Column('text', { array: true })
  scopes: Scope[];

  /** Networks that the key may be used from; none: from anywhere. */
  @Column('text', { name: 'allowed_ips', array: true, default: () => `'{}'` })
  allowedIps: string[];

  /** The secret before the last rotation. */
  @Column('bytea', { name: 'previous_secret_hash', select: false, nullable: true })
  previousSecretHash: Buffer | null;

  /** Until when the secret before the last rotation is good. */
  @Column('timestamptz', { name: 'previous_until', nullable: true })
  previousUntil: Date | null;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  /** Exact to a minute. */
  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
