import { Redis } from 'ioredis';
import { counter, gauge, histogram, secondsSince, SHORT } from '../metrics/index.js';

const commands = counter('wagate_redis_commands_total', 'Commands to Redis for what may be forgotten, by result', [
  'result',
]);

const duration = histogram(
  'wagate_redis_command_duration_seconds',
  'Time until Redis answered such a command; after 100 ms it has failed',
  SHORT,
);

let measured: Redis | null = null;

gauge('wagate_redis_connected', '1 while the connection to Redis is up; absent where there is none', [], function () {
  if (measured) this.set(measured.status === 'ready' ? 1 : 0);
  else this.remove();
});

/** Counts what it is asked. Nobody waits for that. */
export class MeasuredRedis extends Redis {
  override sendCommand(...[command, ...rest]: Parameters<Redis['sendCommand']>): unknown {
    const startedAt = performance.now();
    command.promise.then(
      () => {
        commands.inc({ result: 'ok' });
        duration.observe(secondsSince(startedAt));
      },
      () => commands.inc({ result: 'failed' }),
    );
    return super.sendCommand(command, ...rest);
  }
}

/** From now on this is the connection that is told. */
export function tellConnection(redis: Redis): void {
  measured = redis;
}
