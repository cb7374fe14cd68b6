import type { AppConfig, Plans } from '../../platform/config/index.js';

/** What may change while gateways run. In plans, as in the environment, 0 stands for any number. */
export interface RuntimeSettings {
  registration: 'open' | 'closed';
  plans: Plans;
  /** Connecting, stopping and the like, of one user; 0: any number. */
  sessionOperationsPerMinute: number;
  /** Without a good credential, from one address in 15 minutes; 0: any number. */
  requestsPerAddress: number;
  eventRetentionDays: number;
  mediaRetentionDays: number;
  /** By kind, written as in the environment: `365,image=90,poll=0`. */
  messageRetentionDays: string;
}

/** What administrators have set; what is absent is as the environment says. */
export type Overrides = Partial<Omit<RuntimeSettings, 'plans'>> & { plans?: Partial<Plans> };

/** A change of overrides: null takes one back, also one tier of the plans; absent leaves it. */
export type SettingsWish = { [K in keyof Omit<Overrides, 'plans'>]?: Overrides[K] | null } & {
  plans?: { [T in keyof Plans]?: Plans[T] | null } | null;
};

export function settingsOf(config: AppConfig, { plans, ...overrides }: Overrides): RuntimeSettings {
  const { registration, sessionOperations, ipRequests } = config;
  const { eventRetentionDays, mediaRetentionDays, messageRetentionDays } = config;
  return {
    ...{ registration, eventRetentionDays, mediaRetentionDays, messageRetentionDays },
    sessionOperationsPerMinute: sessionOperations,
    requestsPerAddress: ipRequests,
    ...overrides,
    plans: { ...config.plans, ...plans },
  };
}

/** Plans are set tier by tier, all others as wholes. */
export function overridden(before: Overrides, wish: SettingsWish): Overrides {
  const plans = wish.plans ? replaced(before.plans ?? {}, wish.plans) : wish.plans;
  return replaced(before, { ...wish, plans });
}

/** With what is given in place of what was there, and without what is null now. */
function replaced<T extends object>(before: T, wish: object): T {
  const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
  return Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, value]) => value !== null)) as T;
}
