import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import {
  ClientRedis,
  type MessageHandler,
  type ReadPacket,
  ServerRedis,
  type WritePacket,
} from '@nestjs/microservices';
import { type Command, Redis } from 'ioredis';
import type { AppConfig } from '../config/index.js';
import { listeningPattern } from './addressed.js';
import { NO_RESPONDER } from './no-responder.js';

const BOOT_LIMIT_MS = 30_000;
const CLOSE_LIMIT_MS = 1_000;
// Without retryAttempts a lost connection ends Nest's server, and its client by an unhandled rejection (seen with 12.1.1).
const RETRY = { retryAttempts: Number.MAX_SAFE_INTEGER, retryDelay: 250 };

/** Nest drops the promises of its publishes: a rejected one must not end the process. Whoever awaits one still sees it. */
class TransportRedis extends Redis {
  override sendCommand(command: Command, ...rest: never[]): unknown {
    command.promise.catch(() => undefined);
    return super.sendCommand(command, ...rest);
  }
}

export class RedisServer extends ServerRedis {
  constructor(private readonly config: AppConfig) {
    super(RETRY);
  }

  override addHandler(pattern: unknown, handler: MessageHandler, isEvent?: boolean, extras?: Record<string, unknown>) {
    super.addHandler(listeningPattern(pattern, this.config), handler, isEvent, extras);
  }

  override async createRedisClient(): Promise<Redis> {
    return connectable(this.config, this.getClientOptions());
  }

  /** Redis may start later than we do; the listener waits for it, 30 s at most. */
  override start(callback?: (error?: unknown) => void): void {
    const ready = Promise.all([whenReady(this.subClient as Redis), whenReady(this.pubClient as Redis)]);
    void ready.then(() => this.bindEvents(this.subClient, this.pubClient)).then(() => callback?.(), callback);
  }

  override registerErrorListener(client: Redis): void {
    reportOutages(client);
  }

  override async close(): Promise<void> {
    const clients = [this.pubClient, this.subClient] as (Redis | undefined)[];
    await closeInTime(() => super.close(), clients);
  }
}

export class RedisClient extends ClientRedis {
  constructor(private readonly config: AppConfig) {
    super(RETRY);
  }

  override async createClient(): Promise<Redis> {
    return connectable(this.config, this.getClientOptions());
  }

  override registerErrorListener(client: Redis): void {
    reportOutages(client);
  }

  override async close(): Promise<void> {
    const clients = [this.pubClient, this.subClient] as (Redis | undefined)[];
    await closeInTime(() => super.close(), clients);
  }

  /** Redis does not tell a caller that nobody listens: it is asked, so that a dead worker is known at once. */
  protected override publish(packet: ReadPacket, callback: (packet: WritePacket) => void): () => void {
    const teardown = super.publish(packet, callback);
    const channel = this.getRequestPattern(this.normalizePattern(packet.pattern as string));
    const counted = (this.pubClient as Redis).pubsub('NUMSUB', channel);
    counted.then(
      ([, listeners]) => Number(listeners) === 0 && callback({ err: NO_RESPONDER, isDisposed: true }),
      () => undefined,
    );
    return teardown;
  }
}

/** Commands wait for the connection to come back instead of failing after some retries; callers have their own limits. */
function connectable(config: AppConfig, options: object | undefined): Redis {
  const patience = { lazyConnect: true, maxRetriesPerRequest: null, disconnectTimeout: CLOSE_LIMIT_MS / 2 };
  return new TransportRedis(config.redisUrl ?? '', { ...options, ...patience });
}

async function whenReady(client: Redis): Promise<void> {
  const ready = new Promise<void>((resolve) => client.once('ready', resolve));
  // The first attempt may fail; the retries go on, and `ready` tells when one succeeds.
  client.connect().catch(() => undefined);
  const limit = AbortSignal.timeout(BOOT_LIMIT_MS);
  const late = new Promise<never>((_, reject) => {
    limit.addEventListener('abort', () => reject(new Error(`Redis did not answer within ${BOOT_LIMIT_MS / 1000} s`)));
  });
  await Promise.race([ready, late]);
}

/** One line when the connection is lost and one when it is back, instead of one for each attempt. */
function reportOutages(client: Redis): void {
  const logger = new Logger('Redis');
  let reported = false;
  client.on('error', (error: Error & { code?: string }) => {
    if (!reported) logger.warn(`Redis can not be reached (${error.code ?? error.message}), trying again`);
    reported = true;
  });
  client.on('ready', () => {
    if (reported) logger.warn('Redis is back');
    reported = false;
  });
}

/** QUIT waits for a server that may be gone. */
async function closeInTime(quit: () => Promise<void>, clients: (Redis | undefined)[]): Promise<void> {
  await Promise.race([quit().catch(() => undefined), delay(CLOSE_LIMIT_MS, undefined, { ref: false })]);
  for (const client of clients) if (client && client.status !== 'end') client.disconnect();
}
