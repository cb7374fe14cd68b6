import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { checkpoint } from '../../platform/checkpoints/index.js';
import { AppConfig } from '../../platform/config/index.js';
import { Log } from '../../platform/logging/index.js';
import { Loop } from '../../platform/loop/index.js';
import { afterAttempt } from './after-attempt.js';
import { bodyOf } from './body.js';
import { Lanes, type Claim } from './lanes.repository.js';
import { WebhookHealth } from './webhook-health.repository.js';
import { WebhookSender } from './webhook-sender.service.js';

const MAX_IN_FLIGHT = 64;
/** After this many deliveries a lane makes room for other lanes that may wait for one of the places in flight. */
const LANE_TURN = 50;
const IDLE_MS = 500;
/** A third of the lease. */
const RENEW_MS = 1_500;
/** What is still under way then is sent again by another process, or by the next run of this one. */
const STOP_LIMIT_MS = 4_000;
const GONE = 'The endpoint answered 410 Gone.';

/**
 * Sends what is due: up to 64 lanes at once in this process, one request in flight a lane. Every gateway runs one. What a
 * process leaves behind when it dies is due again for the others when its lease ends.
 */
@Injectable()
export class Dispatcher implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Lanes being drained, and the delivery that each is at. */
  private readonly inFlight = new Map<Promise<void>, string>();
  private readonly loop: Loop;
  private readonly renewing: Loop;
  private stopping = false;

  constructor(
    private readonly lanes: Lanes,
    private readonly sender: WebhookSender,
    private readonly health: WebhookHealth,
    private readonly config: AppConfig,
    private readonly log: Log,
  ) {
    this.loop = new Loop({ name: 'webhook dispatcher', run: () => this.claim(), idleMs: IDLE_MS, log });
    this.renewing = new Loop({ name: 'webhook leases', run: () => this.renew(), idleMs: RENEW_MS, log });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
    this.renewing.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.loop.stop(STOP_LIMIT_MS);
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, STOP_LIMIT_MS)));
    await Promise.race([Promise.all(this.inFlight.keys()), limit]);
    clearTimeout(timer);
    await this.renewing.stop(STOP_LIMIT_MS);
  }

  /** There are new deliveries: looks at once. A nudge that is lost costs half a second. */
  nudge(): void {
    this.loop.nudge();
  }

  private async claim(): Promise<'idle'> {
    const room = MAX_IN_FLIGHT - this.inFlight.size;
    const claims = room > 0 ? await this.lanes.claimHeads(room) : [];
    const underWay = new Set(this.inFlight.values());
    // A lease can run out while this process is held up; what it is sending it does not send a second time.
    for (const claim of claims) if (!underWay.has(claim.deliveryId)) this.start(claim);
    return 'idle';
  }

  private async renew(): Promise<'idle'> {
    if (this.inFlight.size > 0) await this.lanes.renew([...this.inFlight.values()]);
    return 'idle';
  }

  private start(head: Claim): void {
    const run: Promise<void> = this.drainLane(head, (at) => this.inFlight.set(run, at.deliveryId))
      .catch((err: unknown) => this.log.error({ err, webhookId: head.webhook.id }, 'webhook delivery failed inside'))
      .finally(() => {
        const wasFull = this.inFlight.size >= MAX_IN_FLIGHT;
        this.inFlight.delete(run);
        if (wasFull) this.nudge();
      });
    this.inFlight.set(run, head.deliveryId);
  }

  private async drainLane(head: Claim, tell: (at: Claim) => void): Promise<void> {
    let claim: Claim | null = head;
    for (let turn = 1; claim !== null; turn++) {
      claim = await this.attempt(claim, turn < LANE_TURN && !this.stopping);
      if (claim !== null) tell(claim);
      if (turn === LANE_TURN) this.nudge();
    }
  }

  /** Sends one delivery and records what came of it; the lane's next delivery when there is one to go on with. */
  private async attempt(claim: Claim, goOn: boolean): Promise<Claim | null> {
    const { webhook, event } = claim;
    const { attempt, outcome } = await this.sender.send(webhook, event.id, bodyOf(webhook.format, event));
    checkpoint('webhook.answered');
    const verdict = afterAttempt(claim.attemptCount + 1, outcome, this.config.webhookScheduleMs, Math.random());
    switch (verdict.kind) {
      case 'delivered': {
        const next = await this.lanes.finish(claim, 'delivered', attempt, goOn);
        checkpoint('webhook.kept');
        if (webhook.failing || webhook.successIsOld) await this.noteSuccess(webhook.id);
        return next;
      }
      case 'retry':
        await this.lanes.postpone(claim, attempt, verdict.delayMs);
        if (!webhook.failing) await this.health.failed(webhook.id);
        return null;
      case 'failed':
        this.log.warn({ webhookId: webhook.id, eventId: event.id }, 'webhook delivery given up');
        return this.lanes.finish(claim, 'failed', attempt, goOn);
      case 'gone':
        this.log.warn({ webhookId: webhook.id }, 'webhook disabled by its endpoint');
        await this.health.disable(webhook.id, GONE);
        return this.lanes.finish(claim, 'failed', attempt, false);
    }
  }

  private async noteSuccess(webhookId: string): Promise<void> {
    if (await this.health.succeeded(webhookId)) this.nudge();
  }
}
