import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Member } from '../support/cluster.js';
import { jsonLine } from '../support/program.js';
import { type Sample, slopePerHour } from './slope.js';

const EVERY_MS = 5_000;
const COLLECTION_MS = 700;
const KB_PER_MB = 1024;
const BYTES_PER_MB = 2 ** 20;

const MEASURES = ['heap', 'memory', 'handles'] as const;
type Measure = (typeof MEASURES)[number];

/**
 * What became of a process over the run, after it had warmed up. `heap` is what its objects and buffers use after a collection of
 * garbage, in MB: a leak shows there first. `memory` is what the system sees (resident, MB), `handles` are open files and sockets.
 */
export type Course = { name: string; samples: number } & Record<Measure, Change>;

interface Change {
  first: number;
  last: number;
  perHour: number;
}

/** Looks at processes that live through the whole run, from /proc: Linux only. */
export class Meters {
  private readonly samples = new Map<Member, Record<Measure, Sample[]>>();
  private readonly stopped = new AbortController();
  private looking: Promise<void> = Promise.resolve();

  constructor(private readonly members: Member[]) {
    for (const member of members) this.samples.set(member, { heap: [], memory: [], handles: [] });
  }

  start(): void {
    this.looking = this.look();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.looking;
  }

  /** @param warmUpMs what is left out, from the first look on */
  courses(warmUpMs: number): Course[] {
    return [...this.samples].map(([{ id }, samples]) => {
      const change = (measure: Measure) => changeOf(after(samples[measure], warmUpMs));
      const looks = after(samples.memory, warmUpMs).length;
      return { name: id, samples: looks, heap: change('heap'), memory: change('memory'), handles: change('handles') };
    });
  }

  private async look(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      for (const { program } of this.members) program.child.kill('SIGUSR2');
      await sleep(COLLECTION_MS);
      const atMs = performance.now();
      for (const member of this.members) {
        const samples = this.samples.get(member)!;
        for (const measure of MEASURES) samples[measure].push({ atMs, value: READ[measure](member) });
      }
      await sleep(EVERY_MS, undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }
}

const READ: Record<Measure, (member: Member) => number> = {
  heap: ({ program }) => heapMb(program.lines),
  memory: ({ program }) => residentMb(program.child.pid!),
  handles: ({ program }) => readdirSync(`/proc/${program.child.pid}/fd`).length,
};

function after(samples: Sample[], warmUpMs: number): Sample[] {
  const from = (samples[0]?.atMs ?? 0) + warmUpMs;
  return samples.filter(({ atMs }) => atMs >= from);
}

function changeOf(samples: Sample[]): Change {
  const at = (index: number) => samples.at(index)?.value ?? 0;
  return { first: at(0), last: at(-1), perHour: slopePerHour(samples) };
}

/** By the process's own word, the last that it gave: see collect-on-signal.mjs. */
function heapMb(lines: string[]): number {
  const collected = lines.findLast((line) => line.includes('"msg":"collected"')) ?? '';
  return Number(jsonLine(collected)?.['heapBytes'] ?? 0) / BYTES_PER_MB;
}

function residentMb(pid: number): number {
  const [, kb] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kb) / KB_PER_MB;
}
