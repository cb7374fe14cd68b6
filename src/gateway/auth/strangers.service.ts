import { Injectable } from '@nestjs/common';
import { type Limit, Limits } from '../../platform/limits/index.js';
import { Settings } from '../settings/index.js';
import { networkOf } from './network.js';

const WINDOW_SECONDS = 15 * 60;
const WRONG_PASSWORDS: Limit = {
  name: 'wrong-password',
  most: 10,
  windowSeconds: WINDOW_SECONDS,
  reason: 'sign_in',
  what: 'wrong passwords in 15 minutes',
};
/** Of one account, whoever tries: higher, so that nobody can lock somebody else out with a few tries of their own. */
const WRONG_PASSWORDS_OF_ALL: Limit = { ...WRONG_PASSWORDS, name: 'wrong-password-of', most: 100 };

/** Those who come without a good credential: how often they may, by the network they come from. */
@Injectable()
export class Strangers {
  constructor(
    private readonly limits: Limits,
    private readonly settings: Settings,
  ) {}

  /** Throws RATE_LIMITED. */
  async admit(address: string): Promise<void> {
    const most = this.settings.now.requestsPerAddress;
    if (most === 0) return;
    const what = 'requests without a good credential from one address in 15 minutes';
    await this.limits.take({ name: 'ip', most, windowSeconds: WINDOW_SECONDS, reason: 'ip', what }, networkOf(address));
  }

  /** Runs a sign-in. Throws RATE_LIMITED, before the password is looked at, after too many wrong ones. */
  async trying<T>(email: string, address: string, signIn: () => Promise<T>): Promise<T> {
    const keys: [Limit, string][] = [
      [WRONG_PASSWORDS, `${networkOf(address)}/${email}`],
      [WRONG_PASSWORDS_OF_ALL, email],
    ];
    // Taken before the password is checked, so that many tries at once do not pass together.
    for (const [limit, key] of keys) await this.limits.take(limit, key);
    const signedIn = await signIn();
    for (const [limit, key] of keys) await this.limits.add(limit, key, -1);
    return signedIn;
  }
}
