import { admitNumberChecks } from './number-checks.js';

function account() {
  const values = new Map<string, unknown>();
  return {
    read: (type: string, id: string) => values.get(`${type}/${id}`) ?? null,
    write: (changes: Record<string, Record<string, unknown>>) => {
      for (const [type, entries] of Object.entries(changes)) {
        for (const [id, value] of Object.entries(entries)) values.set(`${type}/${id}`, value);
      }
    },
  };
}

describe('the limit of number checks', () => {
  it('lets fifty be asked for at once, then one in 2.4 seconds, and says how long to wait', () => {
    const shop = account();
    admitNumberChecks(shop, 49, 0);
    admitNumberChecks(shop, 1, 0);
    const refused = { code: 'RATE_LIMITED', reason: 'pacing', retryAfterSeconds: 3 };
    expect(() => admitNumberChecks(shop, 1, 0)).toThrow(expect.objectContaining(refused));
    admitNumberChecks(shop, 1, 2_400);
    expect(() => admitNumberChecks(shop, 50, 2_400)).toThrow(expect.objectContaining({ retryAfterSeconds: 120 }));
    admitNumberChecks(shop, 50, 122_400);
  });
});
