import {
  BaseRpcContext,
  ClientProxy,
  type CustomTransportStrategy,
  type MessageHandler,
  type ReadPacket,
  Server,
  type WritePacket,
} from '@nestjs/microservices';
import type { AppConfig } from '../config/index.js';
import { listeningPattern } from './addressed.js';
import { NO_RESPONDER } from './no-responder.js';

type Respond = (packet: WritePacket) => void;
type Listener = (packet: ReadPacket, respond?: Respond) => void;

/** The switchboard of one process: who listens to which pattern. */
export class LocalBus {
  private readonly listeners = new Map<string, Set<Listener>>();

  listen(pattern: string, listener: Listener): () => void {
    const all = this.listeners.get(pattern) ?? new Set();
    this.listeners.set(pattern, all.add(listener));
    return () => all.delete(listener);
  }

  /** Hands the packet to every listener on a later turn of the event loop; answers how many there are. */
  deliver(pattern: string, packet: ReadPacket, respond?: Respond): number {
    const listeners = [...(this.listeners.get(pattern) ?? [])];
    for (const listener of listeners) setImmediate(() => listener(overTheWire(packet), respond));
    return listeners.length;
  }
}

export class LocalServer extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol.for('wagate.local');
  private leave: (() => void)[] = [];

  constructor(
    private readonly bus: LocalBus,
    private readonly config: AppConfig,
  ) {
    super();
  }

  override addHandler(pattern: unknown, handler: MessageHandler, isEvent?: boolean, extras?: Record<string, unknown>) {
    super.addHandler(listeningPattern(pattern, this.config), handler, isEvent, extras);
  }

  listen(done: () => void): void {
    this.leave = [...this.messageHandlers].map(([pattern, handler]) =>
      this.bus.listen(pattern, (packet, respond) => void this.handle(pattern, handler, packet, respond)),
    );
    done();
  }

  close(): void {
    for (const leave of this.leave.splice(0)) leave();
  }

  on(): void {
    throw new Error('the local transport has no connection and no events of one');
  }

  unwrap<T>(): T {
    return this.bus as T;
  }

  private async handle(pattern: string, handler: MessageHandler, packet: ReadPacket, respond?: Respond): Promise<void> {
    const context = new BaseRpcContext([pattern]);
    try {
      if (!respond) return void (await this.handleEvent(pattern, packet, context));
      this.send(this.transformToObservable(await handler(packet.data, context)), (answer) =>
        respond(overTheWire(answer)),
      );
    } catch (error) {
      this.logger.error(error);
      respond?.({ err: { status: 'error', message: 'Internal server error' }, isDisposed: true });
    }
  }
}

export class LocalClient extends ClientProxy {
  constructor(private readonly bus: LocalBus) {
    super();
  }

  async connect(): Promise<void> {}

  close(): void {}

  override unwrap<T>(): T {
    return this.bus as T;
  }

  protected publish(packet: ReadPacket, callback: Respond): () => void {
    let waiting = true;
    const respond: Respond = (answer) => waiting && callback(answer);
    const listeners = this.bus.deliver(this.normalizePattern(packet.pattern as string), packet, respond);
    if (listeners === 0) callback({ err: NO_RESPONDER, isDisposed: true });
    return () => {
      waiting = false;
    };
  }

  protected async dispatchEvent<T>(packet: ReadPacket): Promise<T> {
    return this.bus.deliver(this.normalizePattern(packet.pattern as string), packet) as T;
  }
}

/** The same value semantics as Redis: dates become strings, nothing is shared, undefined disappears. */
function overTheWire<T>(packet: T): T {
  return JSON.parse(JSON.stringify(packet)) as T;
}
