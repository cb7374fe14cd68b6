import { totalmem } from 'node:os';

/** How much of its machine this process takes. */
export class ProcessLoad {
  private usage = process.cpuUsage();
  private at = performance.now();

  /** Percent of one processor since the last call, and of the memory that the process may use. */
  sample(): { cpuUsage: number; memoryUsage: number } {
    const { user, system } = process.cpuUsage(this.usage);
    const elapsedMs = Math.max(1, performance.now() - this.at);
    this.usage = process.cpuUsage();
    this.at = performance.now();
    const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);
    return {
      cpuUsage: tenths((user + system) / 1000 / elapsedMs),
      memoryUsage: tenths(process.memoryUsage.rss() / memory),
    };
  }
}

function tenths(part: number): number {
  return Math.round(part * 1000) / 10;
}
