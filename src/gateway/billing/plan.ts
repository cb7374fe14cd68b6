import type { Plans } from '../../platform/config/index.js';
import type { Principal } from '../auth/index.js';

/** What a user may do; null: without a limit. */
export interface Plan {
  messagesPerHour: number | null;
  callsPerHour: number | null;
  sessions: number | null;
}

const UNLIMITED: Plan = { messagesPerHour: null, callsPerHour: null, sessions: null };

/** Administrators are not limited: they could give themselves any plan. */
export function planOf({ role, tier }: Pick<Principal, 'role' | 'tier'>, plans: Plans): Plan {
  return role === 'ADMIN' ? UNLIMITED : shownPlan(plans[tier]);
}

/** In the configuration 0 stands for any number. */
export function shownPlan({ messagesPerHour, callsPerHour, sessions }: Plans[keyof Plans]): Plan {
  return {
    messagesPerHour: messagesPerHour || null,
    callsPerHour: callsPerHour || null,
    sessions: sessions || null,
  };
}
