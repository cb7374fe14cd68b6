import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../faults/schedule.js';
import type { Member } from '../support/cluster.js';
import type { SoakStage } from './soak-stage.js';

/** What goes wrong, one after the other. The steady ones among the processes are spared what ends them, or takes sessions away. */
const KINDS = [
  'kill -9 of a worker',
  'kill -9 of a gateway',
  'a frozen worker',
  'a frozen gateway',
  'a worker without its database',
  'a worker without Redis',
  'a gateway without Redis',
  'a steady worker without Redis',
  'a frozen steady worker',
  'a restart of Redis',
  'dropped connections to WhatsApp',
  'a late acknowledgement of WhatsApp',
  'a restart of a worker',
] as const;
export type Mishap = (typeof KINDS)[number];

const DROPPED = 5;
const START_LIMIT_MS = 300_000;
const AWAY_MS = 6_000;
/** Shorter than what makes a worker lose its sessions. */
const SHORT_MS = 1_500;

/** Lets them happen to a stage, each kind once before any comes again. */
export class Mishaps {
  readonly happened: Mishap[] = [];
  private left: Mishap[] = [];

  constructor(
    private readonly stage: SoakStage,
    private readonly random: Random,
  ) {}

  next(): Mishap {
    if (this.left.length === 0) this.left = [...KINDS];
    return this.left.splice(Math.floor(this.random() * this.left.length), 1)[0]!;
  }

  /** Until it is over, and whoever it ended runs again. */
  async inflict(mishap: Mishap): Promise<void> {
    const { stage } = this;
    this.happened.push(mishap);
    switch (mishap) {
      case 'kill -9 of a worker':
        return this.kill(this.oneOf(stage.workers));
      case 'kill -9 of a gateway':
        return this.kill(this.oneOf(stage.gateways));
      case 'a frozen worker':
        return this.freeze(this.oneOf(stage.workers), AWAY_MS);
      case 'a frozen gateway':
        return this.freeze(this.oneOf(stage.gateways), AWAY_MS);
      case 'a frozen steady worker':
        return this.freeze(stage.steadyWorker, SHORT_MS);
      case 'a worker without its database':
        return stage.without(this.oneOf(stage.workers), 'database', AWAY_MS);
      case 'a worker without Redis':
        return stage.without(this.oneOf(stage.workers), 'redis', AWAY_MS);
      case 'a gateway without Redis':
        return stage.without(this.oneOf(stage.gateways), 'redis', AWAY_MS);
      case 'a steady worker without Redis':
        return stage.without(stage.steadyWorker, 'redis', AWAY_MS);
      case 'a restart of Redis':
        return stage.cluster.redis.restart();
      case 'dropped connections to WhatsApp':
        return this.atWhatsApp(DROPPED, { kind: 'drop' });
      case 'a late acknowledgement of WhatsApp':
        return this.atWhatsApp(1, { kind: 'ack', mode: 'late', delayMs: 1_000 });
      case 'a restart of a worker':
        return this.restart(this.oneOf(stage.workers));
    }
  }

  private async kill(member: Member): Promise<void> {
    await member.kill();
    await member.up({}, START_LIMIT_MS);
  }

  private async restart(member: Member): Promise<void> {
    await member.stop();
    await member.up({}, START_LIMIT_MS);
  }

  private async freeze(member: Member, ms: number): Promise<void> {
    member.freeze();
    await sleep(ms);
    member.resume();
  }

  private async atWhatsApp(phones: number, fault: Record<string, unknown>): Promise<void> {
    for (let n = 0; n < phones; n++) {
      await this.stage.sandbox.fault(this.oneOf(this.stage.sessions).phoneNumber, fault);
    }
  }

  private oneOf<T>(list: T[]): T {
    return list[Math.floor(this.random() * list.length)]!;
  }
}
