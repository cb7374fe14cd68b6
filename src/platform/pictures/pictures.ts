import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Turns } from '../turns/index.js';
import type { Picture } from './draw-thumbnail.js';
import type { PictureJob } from './picture-thread.js';

/** Longer than the thread gives itself: by then it does not answer at all. */
const ANSWER_LIMIT_MS = 12_000;
/** The thread ends when it had nothing to do for so long. */
const IDLE_MS = 30_000;
const MAX_WAITING = 20;
const HEAP_LIMIT_MB = 64;

/** The thread that draws small pictures: started when it is needed, ended when it is not. */
@Injectable()
export class Pictures implements OnApplicationShutdown {
  private thread: Worker | null = null;
  private idle: NodeJS.Timeout | undefined;
  private readonly turns = new Turns(1, MAX_WAITING);

  /**
   * The size of a picture and a thumbnail of it, `edge` pixels at its longer side, or a square of that; null for what can not be
   * drawn. `source` makes or names its bytes when it is its turn. Throws UNAVAILABLE when too many are waiting, other errors where
   * nothing can be drawn.
   */
  draw(source: () => Promise<string | Uint8Array>, edge: number, square = false): Promise<Picture | null> {
    return this.turns.take(async () => this.drawNow({ source: await source(), edge, square }));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.end();
  }

  private async drawNow(job: PictureJob): Promise<Picture | null> {
    clearTimeout(this.idle);
    this.thread ??= started();
    try {
      this.thread.postMessage(job);
      const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
      const [picture] = (await once(this.thread, 'message', { signal })) as [Picture | null];
      return picture;
    } catch (error) {
      await this.end();
      throw error;
    } finally {
      this.idle = setTimeout(() => void this.end(), IDLE_MS).unref();
    }
  }

  private async end(): Promise<void> {
    clearTimeout(this.idle);
    const { thread } = this;
    this.thread = null;
    await thread?.terminate();
  }
}

/** It gets nothing of our environment, and does not keep the process alive. */
function started(): Worker {
  const program = new URL('./picture-thread.js', import.meta.url);
  const thread = new Worker(program, { env: {}, resourceLimits: { maxOldGenerationSizeMb: HEAP_LIMIT_MB } });
  // Whoever waits for an answer hears of errors; between two pictures nobody does.
  thread.on('error', () => undefined).unref();
  return thread;
}
