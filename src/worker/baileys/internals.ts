import type { BaileysEventMap, BinaryNode, WASocket } from '@whiskeysockets/baileys';
import type WebSocket from 'ws';

/**
 * The places where this product reaches past the public surface of Baileys 7.0.0-rc14; a test in this folder fails when one
 * of them moves. Seen in lib/Socket/Client/websocket.js: `ws.socket` is the raw WebSocket, made before makeWASocket returns.
 */

/** How long the other side may take to answer a close before the socket is cut. */
const CLOSE_LIMIT_MS = 1_000;

export function rawSocket(sock: WASocket): WebSocket {
  const { socket } = sock.ws as unknown as { socket: WebSocket | null };
  if (!socket || typeof socket.send !== 'function') throw new Error('Baileys keeps its WebSocket elsewhere now');
  return socket;
}

/** Hears a stanza before Baileys does. */
export function tap(sock: WASocket, event: `CB:${string}`, listener: (node: BinaryNode) => void): void {
  const emitter = sock.ws as unknown as {
    prependListener(event: string, listener: (node: BinaryNode) => void): void;
  };
  emitter.prependListener(event, listener);
}

/**
 * Hears an event when it happens, in the turn in which the keys that it belongs to were set. Baileys holds events back for up to 30 s
 * (Utils/event-buffer.js), by when what they are about has been acknowledged, and its state says that we know it.
 */
export function hearAtOnce(sock: WASocket, listener: (told: Partial<BaileysEventMap>) => void): void {
  const emitter = sock.ev as { emit: (event: keyof BaileysEventMap, data: never) => boolean };
  const emit = emitter.emit.bind(emitter);
  emitter.emit = (event, data) => {
    listener({ [event]: data });
    return emit(event, data);
  };
}

/**
 * Keeps a message behind those that came before it: Baileys queues what waited for the login, which bears `offline`, and takes
 * anything newer at once, past that queue (lib/Socket/messages-recv.js, processNode). It makes nothing else of the attribute
 * of a message but the type of its `messages.upsert` event, which nobody here listens to.
 */
export function takeInTurn({ attrs }: BinaryNode): void {
  attrs['offline'] ||= 'no';
}

/**
 * Makes a close end within a second: Baileys waits for the other side's close frame before it tells of the end, and the ws
 * library gives that 30 s.
 */
export function closeQuickly(socket: WebSocket): void {
  const close = socket.close.bind(socket);
  socket.close = (code, reason) => {
    close(code, reason);
    setTimeout(() => socket.terminate(), CLOSE_LIMIT_MS).unref();
  };
}

/**
 * Baileys would keep the last 512 messages of a socket in memory for 5 minutes, sent and received ones under the same names
 * (Utils/message-retry-manager.js), and answer from them before it asks `getMessage`: megabytes for each busy account, and in a group a
 * device that asks for what somebody else wrote would get it from us. What was sent is in the outbox, whole.
 */
export function remembersNoMessages({ messageRetryManager }: WASocket): void {
  if (!messageRetryManager) throw new Error('Baileys counts retries elsewhere now');
  messageRetryManager.addRecentMessage = () => undefined;
}
