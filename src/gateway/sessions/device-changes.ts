import type { DevicesToldFact } from '../../contracts/index.js';
import type { KnownDevice } from './session-devices.repository.js';

export interface DeviceChanges {
  added: KnownDevice[];
  /** Numbers of devices. */
  gone: number[];
  /** Those of the added ones that somebody linked since the list before. */
  alarming: number[];
}

const PHONE = 0;

/** What is new on a list of devices. The first one alarms nobody: it says what was there. */
export function deviceChanges(known: KnownDevice[], { devices, own, at }: DevicesToldFact): DeviceChanges {
  const wasThere = known.length === 0;
  const isSame = (a: Pick<KnownDevice, 'device' | 'keyIndex'>, b: typeof a) =>
    a.device === b.device && a.keyIndex === b.keyIndex;
  const added = devices
    .filter((listed) => !known.some((one) => isSame(one, listed)))
    .map((listed) => ({ ...listed, isOwn: listed.device === own, wasThere, seenAt: new Date(at) }));
  const gone = known.filter((one) => !devices.some((listed) => isSame(one, listed))).map(({ device }) => device);
  const strange = added.filter(({ device, isOwn }) => !isOwn && device !== PHONE);
  return { added, gone, alarming: wasThere ? [] : strange.map(({ device }) => device) };
}
