import { deviceChanges } from './device-changes.js';
import type { KnownDevice } from './session-devices.repository.js';

const at = '2026-01-15T10:30:00.000Z';
const phone = { device: 0, keyIndex: null };
const own = { device: 1, keyIndex: 1 };
const told = (...others: { device: number; keyIndex: number | null }[]) => ({
  devices: [phone, own, ...others],
  own: 1,
  at,
});
const known = (...numbers: number[]): KnownDevice[] =>
  numbers.map((device) => {
    const keyIndex = device === 0 ? null : device;
    return { device, keyIndex, isOwn: device === 1, wasThere: true, seenAt: new Date(at) };
  });

describe('the devices of an account', () => {
  it('alarm nobody on the first list', () => {
    const { added, alarming } = deviceChanges([], told({ device: 2, keyIndex: 2 }));
    expect(added.map(({ device, wasThere }) => [device, wasThere])).toEqual([
      [0, true],
      [1, true],
      [2, true],
    ]);
    expect(alarming).toEqual([]);
  });

  it('alarm when one is there that was not', () => {
    const { added, gone, alarming } = deviceChanges(known(0, 1, 2), told({ device: 3, keyIndex: 3 }));
    expect([added.map(({ device }) => device), gone, alarming]).toEqual([[3], [2], [3]]);
  });

  it('alarm when a number is that of another device', () => {
    const { gone, alarming } = deviceChanges(known(0, 1, 2), told({ device: 2, keyIndex: 7 }));
    expect([gone, alarming]).toEqual([[2], [2]]);
  });

  it('do not alarm for the session itself', () => {
    expect(deviceChanges(known(0), told()).alarming).toEqual([]);
  });
});
