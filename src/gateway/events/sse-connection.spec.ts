import { EventEmitter } from 'node:events';
import { jest } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { SseConnection } from './sse-connection.js';

/** An answer whose reader takes nothing until it is told to. */
class StuckResponse extends EventEmitter {
  written: string[] = [];

  write(text: string): boolean {
    this.written.push(text);
    return false;
  }

  destroy(): void {
    this.emit('close');
  }
}

describe('a reader of the event stream', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('that takes nothing for ten seconds is cut off', async () => {
    const response = new StuckResponse();
    const connection = new SseConnection(response as unknown as ServerResponse);
    const sending = connection.send(1, {});
    await jest.advanceTimersByTimeAsync(9_900);
    expect(connection.isClosed).toBe(false);
    await jest.advanceTimersByTimeAsync(200);
    await sending;
    expect(connection.isClosed).toBe(true);
  });

  it('that is slow gets the next event when it has taken the one before', async () => {
    const response = new StuckResponse();
    const connection = new SseConnection(response as unknown as ServerResponse);
    const sending = connection.send(1, { a: 1 }).then(() => connection.send(2, {}));
    await jest.advanceTimersByTimeAsync(5_000);
    expect(response.written).toEqual(['id: 1\ndata: {"a":1}\n\n']);
    response.emit('drain');
    await jest.advanceTimersByTimeAsync(0);
    expect(response.written).toHaveLength(2);
    response.emit('drain');
    await sending;
    expect(connection.isClosed).toBe(false);
  });
});
