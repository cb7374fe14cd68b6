import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import type { Scene } from './scene.js';
import type { Random, Strike } from './schedule.js';

/** A checkpoint that is not reached by then is not waited for: the process is killed where it is. */
const CHECKPOINT_LIMIT_MS = 10_000;
const STRUCK_LIMIT_MS = 20_000;

/** Lets things go wrong in a scene. */
export class Strikes {
  /** How often the gateway was killed, and how many of these at the checkpoint that was asked for. */
  kills = 0;
  atCheckpoint = 0;

  constructor(
    private readonly scene: Scene,
    private readonly random: Random,
  ) {}

  /** Resolves when the fault is over and the gateway runs again; what follows from it may still go on. */
  async inflict(strike: Strike): Promise<void> {
    const { gateway, database } = this.scene;
    switch (strike.kind) {
      case 'kill at':
        return this.killAt(`${strike.point} ${strike.nth}`, strike.during);
      case 'kill':
        await sleep(strike.afterMs);
        await this.kill();
        return gateway.up();
      case 'freeze':
        gateway.program.child.kill('SIGSTOP');
        await sleep(strike.seconds * 1_000);
        gateway.program.child.kill('SIGCONT');
        return this.scene.online();
      case 'database':
        await (strike.how === 'restart' ? database.restart() : database.crash());
        return this.scene.online();
      case 'database away':
        await database.restart(strike.seconds * 1_000);
        return this.scene.online();
      case 'cut':
        return this.cut(strike.phase);
      case 'ack':
        return this.misbehave({ kind: 'ack', mode: strike.mode, code: 463, delayMs: 1_000 });
      case 'duplicate':
        return this.misbehave({ kind: 'duplicate-next', stanza: strike.stanza });
      case 'overtake':
        return this.misbehave({ kind: 'delay-next', stanza: strike.stanza, delayMs: 500 });
    }
  }

  private async killAt(order: string, during: 'run' | 'start'): Promise<void> {
    const { gateway } = this.scene;
    await this.scene.orderKill(order);
    if (during === 'run') gateway.program.child.kill('SIGUSR2');
    else {
      await this.kill();
      // It may die before it is ready.
      await gateway.up().catch(() => undefined);
    }
    const struck = await Promise.race([gateway.program.exited, sleep(CHECKPOINT_LIMIT_MS, null)]);
    if (struck) this.atCheckpoint++;
    await this.kill();
    await this.scene.orderKill('');
    await gateway.up();
  }

  private async kill(): Promise<void> {
    const { signal, code } = (await this.scene.gateway.kill()) as { signal: string | null; code: number | null };
    if (signal !== 'SIGKILL') throw new Error(`the gateway ended by itself (${signal ?? code})`);
    this.kills++;
  }

  private async cut(phase: (Strike & { kind: 'cut' })['phase']): Promise<void> {
    const phone = this.anyPhone();
    const fault = phase === 'upgrade' ? { kind: 'refuse-upgrade' } : { kind: 'cut-next', phase };
    if (phase !== 'idle') await this.scene.sandbox.fault(phone, fault);
    if (phase !== 'message' && phase !== 'frame') await this.scene.sandbox.fault(phone, { kind: 'drop' });
    await this.struck();
    await this.scene.online();
  }

  private async misbehave(fault: Record<string, unknown>): Promise<void> {
    await this.scene.sandbox.fault(this.anyPhone(), fault);
    await this.struck();
  }

  /** Waits until nothing is armed any more. */
  private async struck(): Promise<void> {
    const nothingArmed = async () => {
      const { faults } = await this.scene.sandbox.call<{ faults: unknown[] }>('GET', '/faults');
      return faults.length === 0;
    };
    await eventually('the fault to strike', nothingArmed, STRUCK_LIMIT_MS);
  }

  private anyPhone(): string {
    const { sessions } = this.scene;
    return sessions[Math.floor(this.random() * sessions.length)]!.phoneNumber;
  }
}
