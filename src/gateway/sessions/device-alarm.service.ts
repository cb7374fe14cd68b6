import { Injectable } from '@nestjs/common';
import type { DevicesToldFact, NewEvent } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';
import { AuditLog } from '../audit/index.js';
import { deviceChanges } from './device-changes.js';
import { SessionDevices } from './session-devices.repository.js';

/** Tells when somebody linked another device to the account of a session: whoever holds it reads and writes as the account. */
@Injectable()
export class DeviceAlarm {
  constructor(
    private readonly devices: SessionDevices,
    private readonly audit: AuditLog,
  ) {}

  /** Keeps the list, and gives an event for each device that was not there before. The caller holds the session's lock. */
  async apply(tx: Tx, sessionId: string, fact: DevicesToldFact): Promise<NewEvent[]> {
    const { added, gone, alarming } = deviceChanges(await this.devices.list(sessionId, tx), fact);
    if (gone.length > 0) await this.devices.remove(tx, sessionId, gone);
    await this.devices.add(tx, sessionId, added);
    const deviceCount = fact.devices.length;
    for (const device of alarming) {
      const noted = { action: 'session.device_added', target: `session/${sessionId}`, details: { device } } as const;
      await this.audit.note(tx, { actor: null, ...noted });
    }
    return alarming.map((device) => ({
      type: 'session.device_added',
      chatId: null,
      payload: { device, deviceCount, seenAt: fact.at },
    }));
  }
}
