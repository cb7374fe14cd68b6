import { BareBaileys } from './bare-baileys.mjs';
import { Gateway } from './gateway.mjs';
import { Sandbox } from './sandbox.mjs';

const COLLECTABLE = ['--expose-gc', '--import', new URL('collect-on-signal.mjs', import.meta.url).href];

/** What rows work with: the simulated WhatsApp, and on it the gateway and plain Baileys with as many sessions each. */
export class Context {
  #startedAt = performance.now();

  /** `quick`: rows take fewer sessions and messages. `profile`: a folder for CPU profiles of the programs. */
  static async open({ quick, profile }) {
    const context = Object.assign(new Context(), { quick });
    const profiling = profile === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profile];
    try {
      context.sandbox = await Sandbox.start(profiling);
      context.bare = new BareBaileys(context.sandbox, [...COLLECTABLE, ...profiling]);
      context.gateway = new Gateway(context.sandbox, [...COLLECTABLE, ...profiling]);
      await context.gateway.start();
      return context;
    } catch (error) {
      await context.close();
      throw error;
    }
  }

  /** Until the gateway and plain Baileys have at least so many connected sessions. */
  async pairUpTo(count) {
    if (count <= this.gateway.sessions.length) return;
    this.say(`pairing up to ${count} sessions on each side`);
    await Promise.all([this.gateway.pairUpTo(count), this.bare.pairUpTo(count)]);
  }

  /** Progress, for people. */
  say(what) {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1).padStart(6);
    process.stderr.write(`${seconds} s  ${what}\n`);
  }

  async close() {
    await this.bare?.dispose();
    await this.gateway?.dispose();
    await this.sandbox?.stop();
  }
}
