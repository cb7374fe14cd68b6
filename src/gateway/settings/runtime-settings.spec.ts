import type { AppConfig } from '../../platform/config/index.js';
import { overridden, settingsOf } from './runtime-settings.js';

const plan = (messagesPerHour: number) => ({ messagesPerHour, callsPerHour: 1, sessions: 1 });
const config = {
  registration: 'open',
  plans: { BASIC: plan(1), PRO: plan(2), MAX: plan(3) },
  sessionOperations: 60,
  ipRequests: 1000,
  eventRetentionDays: 30,
  mediaRetentionDays: 30,
  messageRetentionDays: '365,poll=0',
} as AppConfig;

describe('settings', () => {
  it('are those of the environment until an administrator sets others', () => {
    expect(settingsOf(config, {})).toMatchObject({
      ...{ registration: 'open', sessionOperationsPerMinute: 60, requestsPerAddress: 1000 },
      messageRetentionDays: '365,poll=0',
    });
    expect(settingsOf(config, { registration: 'closed', plans: { PRO: plan(9) } })).toMatchObject({
      registration: 'closed',
      eventRetentionDays: 30,
      plans: { BASIC: plan(1), PRO: plan(9), MAX: plan(3) },
    });
  });

  it('are set one by one, plans tier by tier', () => {
    const first = overridden({}, { registration: 'closed', plans: { PRO: plan(9) } });
    const second = overridden(first, { eventRetentionDays: 7, plans: { MAX: plan(8) } });
    expect(second).toEqual({ registration: 'closed', eventRetentionDays: 7, plans: { PRO: plan(9), MAX: plan(8) } });
  });

  it('go back to the environment with null', () => {
    const before = { registration: 'closed', plans: { PRO: plan(9) }, mediaRetentionDays: 3 } as const;
    expect(overridden(before, { registration: null, plans: null })).toEqual({ mediaRetentionDays: 3 });
    const both = { plans: { PRO: plan(9), MAX: plan(8) } };
    expect(overridden(both, { plans: { PRO: null } })).toEqual({ plans: { MAX: plan(8) } });
  });
});
