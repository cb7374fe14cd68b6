import { Injectable } from '@nestjs/common';
import { DEFAULT_PACING } from '../../contracts/index.js';
import { Accounts, type AccountView, OutboxPlaces, type OutboxQueue } from '../../mailbox/index.js';
import type { Principal } from '../auth/index.js';
import { MessageHistory } from '../messaging/index.js';
import { SessionDevices, type SessionEntity, SessionHistory, Sessions } from '../sessions/index.js';
import { type WebhookEntity, Webhooks } from '../webhooks/index.js';
import type { DeviceDto, DiagnosticsDto, OwnershipDto, PaceDto, WebhookHealthDto } from './diagnostics.dto.js';

const STEPS = 50;
const FAILURES = 10;

@Injectable()
export class Diagnostics {
  constructor(
    private readonly sessions: Sessions,
    private readonly history: SessionHistory,
    private readonly devices: SessionDevices,
    private readonly messages: MessageHistory,
    private readonly accounts: Accounts,
    private readonly outbox: OutboxPlaces,
    private readonly webhooks: Webhooks,
  ) {}

  /** Throws SESSION_NOT_FOUND. */
  async of(caller: Principal, sessionId: string): Promise<DiagnosticsDto> {
    const session = await this.sessions.own(caller, sessionId);
    const [history, failures, queue, devices, account, webhooks] = await Promise.all([
      this.history.newest(sessionId, STEPS),
      this.messages.newestFailures(sessionId, FAILURES),
      this.outbox.queue(sessionId),
      this.devices.list(sessionId),
      this.accounts.find(sessionId),
      this.webhooks.hearing(caller, sessionId),
    ]);
    const { status, reason, connectionMessage: message } = session;
    const { waiting, held, scheduled, oldestAt, inFlight } = queue;
    return {
      ...{ sessionId, status, reason, message, history, failures },
      queue: { waiting, held, scheduled, oldestAt, inFlight },
      pacing: paceOf(session, account, queue),
      devices: devices.map(({ keyIndex: _internal, ...device }): DeviceDto => device),
      ownership: account && ownershipOf(account),
      webhooks: webhooks.map(healthOf),
    };
  }
}

function paceOf(session: SessionEntity, account: AccountView | null, queue: OutboxQueue): PaceDto {
  const { enabled, messagesPerMinute, burst, newChatsPerDay } = { ...DEFAULT_PACING, ...account?.pacing };
  const { heldReasons: holding, heldUntil } = queue;
  const { restrictedUntil } = session;
  return { enabled, messagesPerMinute, burst, newChatsPerDay, holding, heldUntil, restrictedUntil };
}

function ownershipOf({ desired, ownerWorker, assignedWorker, epoch, paired }: AccountView): OwnershipDto {
  return { desired, holder: ownerWorker, assigned: assignedWorker, epoch, paired };
}

function healthOf(webhook: WebhookEntity): WebhookHealthDto {
  const { id, active, disabledReason, failingSince, failures: failureCount, lastSuccessAt } = webhook;
  return { id, active, disabledReason, failingSince, failureCount, lastSuccessAt };
}
