import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ProgramOptions {
  args?: string[];
  env?: Record<string, string>;
  /** How long the awaited line may take. */
  startLimitMs?: number;
}

/** A program of this product as a child process, with all that it wrote. */
export class Program {
  readonly lines: string[] = [];
  readonly exited: Promise<{ code: number | null; signal: string | null }>;

  private constructor(
    readonly child: ChildProcess,
    private readonly name: string,
  ) {
    this.exited = once(child, 'exit').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as string | null,
    }));
  }

  static run(script: string, { args = [], env = {} }: ProgramOptions = {}): Program {
    const inherited = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
    const child = spawn(process.execPath, ['--enable-source-maps', script, ...args], {
      env: { ...inherited, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const program = new Program(child, script);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream! }).on('line', (line) => program.lines.push(line));
    }
    return program;
  }

  /** Waits for a line that `pick` makes something of; fails with the output when the program ends before. */
  async line<T>(what: string, pick: (line: string) => T | undefined, limitMs = 60_000): Promise<T> {
    let seen = 0;
    const deadline = Date.now() + limitMs;
    while (Date.now() < deadline) {
      for (; seen < this.lines.length; seen++) {
        const found = pick(this.lines[seen] ?? '');
        if (found !== undefined) return found;
      }
      const over = await Promise.race([this.exited, new Promise<null>((resolve) => setTimeout(resolve, 10, null))]);
      if (over && seen === this.lines.length) break;
    }
    throw new Error(`${this.name} never wrote ${what}; it wrote:\n${this.lines.slice(-40).join('\n')}`);
  }

  /** Ends it with a signal and waits; what does not end in time is killed. */
  async end(signal: NodeJS.Signals, limitMs = 12_000): Promise<{ code: number | null; signal: string | null }> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.exited;
    this.child.kill(signal);
    const timer = setTimeout(() => this.child.kill('SIGKILL'), limitMs);
    const end = await this.exited;
    clearTimeout(timer);
    return end;
  }
}

/** Parses a line of JSON; undefined for anything else. */
export function jsonLine(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
