import { Injectable } from '@nestjs/common';
import { Cache } from '../platform/redis/index.js';
import { Accounts } from './accounts.repository.js';

/** Who holds an account. */
export interface Route {
  workerId: string;
  /** Of its claim, in decimal digits. */
  epoch: string;
}

/** A wrong one costs a hint or a second question, so it may live longer than most claims need to be found. */
const LIVES_MS = 60_000;

/**
 * Which worker holds an account, remembered between processes: the way to it is asked for with every message. A route may be out
 * of date. Who acts on it says the epoch as well, and looks again when the worker refuses it.
 */
@Injectable()
export class Routes {
  constructor(
    private readonly cache: Cache,
    private readonly accounts: Accounts,
  ) {}

  /** Null when nobody holds the account. */
  async find(sessionId: string): Promise<Route | null> {
    const known = parse(await this.cache.get(keyOf(sessionId)));
    return known ?? this.lookUp(sessionId);
  }

  /** Like {@link find}, from the database. */
  async findAnew(sessionId: string): Promise<Route | null> {
    this.cache.forget(keyOf(sessionId));
    return this.lookUp(sessionId);
  }

  /** The new owner tells it, so that nobody goes to the last one. */
  tell(sessionId: string, route: Route): void {
    this.cache.set(keyOf(sessionId), JSON.stringify(route), LIVES_MS);
  }

  private async lookUp(sessionId: string): Promise<Route | null> {
    const account = await this.accounts.find(sessionId);
    if (!account?.ownerWorker) return null;
    const route = { workerId: account.ownerWorker, epoch: account.epoch };
    this.cache.add(keyOf(sessionId), JSON.stringify(route), LIVES_MS);
    return route;
  }
}

const keyOf = (sessionId: string) => `route:${sessionId}`;

/** What else may stand there, nobody knows: another version may have written it. */
function parse(text: string | undefined): Route | null {
  if (text === undefined) return null;
  try {
    const { workerId, epoch } = JSON.parse(text) as Partial<Route>;
    return typeof workerId === 'string' && typeof epoch === 'string' ? { workerId, epoch } : null;
  } catch {
    return null;
  }
}
