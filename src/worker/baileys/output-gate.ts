import { checkpoint } from '../../platform/checkpoints/index.js';

type SendCallback = (error?: Error) => void;

/** The part of a WebSocket that the gate needs. */
export interface FrameSink {
  send(data: unknown, callback?: SendCallback): void;
}

/**
 * Holds every frame until what it depends on is durable, in order: a receipt or an ack leaves only after the message is
 * stored, a message only after the ratchet it was encrypted with. When the barrier fails, nothing leaves any more.
 * `barrier` gives null when nothing is pending.
 */
export function gateOutput(socket: FrameSink, barrier: () => Promise<void> | null): void {
  const send = socket.send.bind(socket);
  const leave: FrameSink['send'] = (data, callback) => {
    checkpoint('frame.leaving');
    send(data, callback);
    checkpoint('frame.left');
  };
  let waiting = 0;
  let tail: Promise<void> = Promise.resolve();
  socket.send = (data, callback) => {
    const durable = barrier();
    if (!durable && waiting === 0) return leave(data, callback);
    waiting++;
    tail = Promise.all([tail, durable])
      .then(() => leave(data, callback))
      .finally(() => waiting--);
    // The next frame waits for this one: a failed barrier keeps failing for all that come after it.
    tail.catch((error: unknown) => callback?.(error instanceof Error ? error : new Error(String(error))));
  };
}
