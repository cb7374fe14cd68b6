import { gateOutput } from './output-gate.js';

function gated() {
  const sent: unknown[] = [];
  let pending: Promise<void> | null = null;
  const socket = {
    send(data: unknown, callback?: (error?: Error) => void) {
      sent.push(data);
      callback?.();
    },
  };
  gateOutput(socket, () => pending);
  return { sent, socket, wait: (barrier: Promise<void> | null) => void (pending = barrier) };
}

const turns = () => new Promise((resolve) => setImmediate(resolve));

describe('the output gate', () => {
  it('lets a frame pass at once while nothing is pending', () => {
    const { sent, socket } = gated();
    socket.send('ping');
    expect(sent).toEqual(['ping']);
  });

  it('holds frames until what they depend on is durable, and keeps their order', async () => {
    const { sent, socket, wait } = gated();
    let commit: () => void = () => undefined;
    wait(new Promise((resolve) => (commit = resolve)));
    socket.send('receipt');
    wait(null);
    socket.send('ping');
    await turns();
    expect(sent).toEqual([]);
    commit();
    await turns();
    expect(sent).toEqual(['receipt', 'ping']);
  });

  it('lets nothing pass any more once a commit has failed', async () => {
    const { sent, socket, wait } = gated();
    wait(Promise.reject(new Error('fenced')));
    const told = new Promise((resolve) => socket.send('message', resolve));
    wait(null);
    socket.send('ping');
    await expect(told).resolves.toThrow('fenced');
    await turns();
    expect(sent).toEqual([]);
  });
});
