import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { newSessionId, Problem } from '../../contracts/index.js';
import { Accounts } from '../../mailbox/index.js';
import { transaction, type Tx } from '../../platform/database/index.js';
import { AuditLog } from '../audit/index.js';
import { ApiKeys, type Principal, type Scope } from '../auth/index.js';
import { Quotas } from '../billing/index.js';
import { Webhooks } from '../webhooks/index.js';
import type { ChangedSessionDto, CreatedSessionDto } from './session-answers.dto.js';
import type { SessionEntity } from './session.entity.js';
import type { ChangeSessionDto, CreateSessionDto } from './sessions.dto.js';
import { SessionsRepository } from './sessions.repository.js';
import { Sessions } from './sessions.service.js';

/** Making sessions, with everything that belongs to one: its account, its key, its webhook. */
@Injectable()
export class Registration {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: SessionsRepository,
    private readonly sessions: Sessions,
    private readonly accounts: Accounts,
    private readonly apiKeys: ApiKeys,
    private readonly webhooks: Webhooks,
    private readonly quotas: Quotas,
    private readonly audit: AuditLog,
  ) {}

  /** A card only, no connection. Throws SESSION_EXISTS when the id is taken, by whomever. */
  async create(caller: Principal, wish: CreateSessionDto): Promise<CreatedSessionDto> {
    const created = await this.createIfAbsent(caller, wish);
    if (!created) throw taken(wish.sessionId);
    return created;
  }

  /** The caller's session, made now if it is absent. Throws SESSION_EXISTS when another user has the id. */
  async findOrCreate(caller: Principal, wish: CreateSessionDto): Promise<FoundOrCreated> {
    const present = await this.sessions.find(caller, wish.sessionId ?? '');
    if (present) return { session: present, created: null };
    const created = await this.createIfAbsent(caller, wish);
    const session = await this.sessions.find(caller, created?.sessionId ?? wish.sessionId ?? '');
    if (!session) throw taken(wish.sessionId);
    return { session, created };
  }

  async change(caller: Principal, sessionId: string, wish: ChangeSessionDto): Promise<ChangedSessionDto> {
    await this.sessions.own(caller, sessionId);
    const { name, webhookUrl, pacing, syncHistory, proxy } = wish;
    if (webhookUrl !== undefined) mayManageWebhooks(caller);
    const webhook = await transaction(this.dataSource, async (tx) => {
      if (name !== undefined) await this.repository.rename(tx, sessionId, name);
      if (pacing !== undefined) await this.accounts.setPacing(tx, sessionId, pacing);
      if (syncHistory !== undefined) await this.accounts.setSyncHistory(tx, sessionId, syncHistory);
      if (proxy !== undefined) await this.accounts.setProxy(tx, sessionId, proxy);
      return webhookUrl === undefined ? null : this.setWebhook(tx, caller, sessionId, webhookUrl);
    });
    return { ...(await this.sessions.details(caller, sessionId)), ...secretOf(webhook) };
  }

  /** Like {@link create}, as a part of something else. The caller's credential must be good for more than one session. */
  async createIn(tx: Tx, caller: Principal, wish: CreateSessionDto): Promise<CreatedSessionDto> {
    const created = await this.insert(tx, caller, wish);
    if (!created) throw taken(wish.sessionId);
    return created;
  }

  /** Null when a session with this id is there already. */
  private async createIfAbsent(caller: Principal, wish: CreateSessionDto): Promise<CreatedSessionDto | null> {
    refuseBoundKey(caller);
    if (wish.webhookUrl) mayManageWebhooks(caller);
    return transaction(this.dataSource, (tx) => this.insert(tx, caller, wish));
  }

  private async insert(tx: Tx, caller: Principal, wish: CreateSessionDto): Promise<CreatedSessionDto | null> {
    const id = wish.sessionId ?? newSessionId();
    const session = await this.repository.insert(tx, { id, userId: caller.userId, name: wish.name ?? id });
    if (!session) return null;
    await this.refuseTooMany(tx, caller);
    if (!(await this.accounts.open(tx, id))) throw taken(id);
    if (wish.syncHistory) await this.accounts.setSyncHistory(tx, id, wish.syncHistory);
    if (wish.pacing) await this.accounts.setPacing(tx, id, wish.pacing);
    if (wish.proxy) await this.accounts.setProxy(tx, id, wish.proxy);
    const { key } = await this.apiKeys.create(tx, keyOf(caller, session));
    const webhook = wish.webhookUrl ? await this.setWebhook(tx, caller, id, wish.webhookUrl) : null;
    await this.audit.note(tx, { actor: caller, action: 'session.created', target: `session/${id}` });
    const { name, status, createdAt } = session;
    return { sessionId: id, name, status, apiKey: key, ...secretOf(webhook), createdAt };
  }

  /** With the new one. Counts under a lock, so that two sessions made at once do not both take the last place. */
  private async refuseTooMany(tx: Tx, caller: Principal): Promise<void> {
    const { sessions: most } = this.quotas.planOf(caller);
    if (most === null || (await this.repository.countLocked(tx, caller.userId)) <= most) return;
    const detail = `The plan ${caller.tier} has room for ${most} session${most === 1 ? '' : 's'}; delete one first.`;
    throw new Problem('SESSION_LIMIT_REACHED', detail);
  }

  private setWebhook(tx: Tx, caller: Principal, sessionId: string, url: string | null): Promise<Secret | null> {
    return this.webhooks.setForSession(tx, caller, { sessionId, url });
  }
}

interface FoundOrCreated {
  session: SessionEntity;
  /** Null when the session was there before. */
  created: CreatedSessionDto | null;
}

interface Secret {
  secret: string;
}

function taken(sessionId: CreateSessionDto['sessionId']): Problem {
  return new Problem('SESSION_EXISTS', `The session id "${sessionId}" is taken.`);
}

function secretOf(webhook: Secret | null): { webhookSecret?: string } {
  return webhook === null ? {} : { webhookSecret: webhook.secret };
}

/** The session's key may what its creator may, and no more. */
function keyOf({ userId, scopes }: Principal, { id, name }: SessionEntity) {
  return { userId, name, sessionId: id, scopes };
}

/** A key that is bound to a session makes no other one. Throws FORBIDDEN. */
export function refuseBoundKey({ sessionId }: Pick<Principal, 'sessionId'>): void {
  if (sessionId !== null) throw new Problem('FORBIDDEN', 'This API key is bound to one session.');
}

/** A webhook gets to see every message, so the right to manage sessions is not enough. */
function mayManageWebhooks({ scopes }: Principal): void {
  const needed: Scope = 'webhooks:manage';
  if (!scopes.includes(needed)) throw new Problem('FORBIDDEN', `A webhookUrl needs the scope ${needed}.`);
}
