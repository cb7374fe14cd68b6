import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role, Tier } from './principal.js';

@Entity('users')
export class UserEntity {
  @PrimaryColumn('uuid')
  id: string;

  /** Normalised; unique. */
  @Column('text')
  email: string;

  @Column('text', { nullable: true })
  name: string | null;

  @Column('text', { name: 'password_hash' })
  passwordHash: string;

  @Column('text')
  role: Role;

  @Column('text', { default: 'BASIC' })
  tier: Tier;

  /** False shuts the user out, with all credentials. */
  @Column('boolean', { default: true })
  active: boolean;

  /** Raising it ends every access token of the user. */
  @Column('integer', { name: 'token_version', default: 0 })
  tokenVersion: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt: Date;
}
