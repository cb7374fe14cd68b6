import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

const MAX_COMPLAINT_CHARS = 500;

/** The program ran and did not do it: what it was given is not what it must be, or it took too long. */
export class ProgramFailed extends Error {}

export interface ProgramRun {
  program: string;
  args: string[];
  /** Where programs are looked for. */
  searchPath: string;
  /** When it is killed. */
  limitMs: number;
}

/**
 * Runs a program to its end and gives what `read` makes of its output. It gets no input, no shell and of our environment only the
 * search path. Throws ProgramFailed, and other errors where it can not be started. When `read` throws, it is killed.
 */
export async function runProgram<T>(
  { program, args, searchPath, limitMs }: ProgramRun,
  read: (output: Readable) => Promise<T>,
): Promise<T> {
  const child = spawn(program, args, {
    env: { PATH: searchPath },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    timeout: limitMs,
    killSignal: 'SIGKILL',
  });
  const complaint = beginningOf(child.stderr);
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new ProgramFailed(`${program} ended with ${signal ?? code}: ${complaint()}`));
    });
  });
  try {
    const [result] = await Promise.all([read(child.stdout), ended]);
    return result;
  } finally {
    child.kill('SIGKILL');
  }
}

/** Reads everything, so that the program never waits for us, and keeps a little. */
function beginningOf(stream: Readable): () => string {
  let kept = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    if (kept.length < MAX_COMPLAINT_CHARS) kept = (kept + text).slice(0, MAX_COMPLAINT_CHARS);
  });
  return () => kept.trim();
}
