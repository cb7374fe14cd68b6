/** What happens at once, to connections that are live. */
export type ImmediateFault =
  | { kind: 'drop' | 'close' | 'xmlstreamend' | 'conflict' | 'device-removed' }
  | { kind: 'stream-error'; code?: number }
  | { kind: 'silence'; seconds?: number };

export type StanzaKind = 'message' | 'receipt' | 'notification';

/**
 * Where the TCP connection is cut: before a login is answered, in the middle of what waited for it, when a message of the
 * client has arrived and is not yet routed, or within the frame of a stanza to the client.
 */
export type CutPhase = 'login' | 'backlog' | 'message' | 'frame';

/** What happens to a transfer of the media server. */
export type TransferFault = { kind: 'media'; transfer: 'upload' | 'download' } & (
  { mode: 'slow'; bytesPerSecond: number } | { mode: 'cut'; afterBytes: number } | { mode: 'error'; status: number }
);

/** What waits for the next matching thing, `times` times. */
export type ArmedFault =
  | { kind: 'login-failure'; reason: number }
  | { kind: 'http-status'; status: number }
  | { kind: 'refuse-upgrade' }
  | { kind: 'ack'; mode: 'late'; delayMs: number }
  | { kind: 'ack'; mode: 'missing' }
  | { kind: 'ack'; mode: 'error'; code: number }
  | { kind: 'duplicate-next'; stanza: StanzaKind; delayMs: number }
  | { kind: 'delay-next'; stanza: StanzaKind; delayMs: number }
  | { kind: 'cut-next'; phase: CutPhase }
  | { kind: 'corrupt-next' }
  | TransferFault
  /** The phone is asked for a file again: it does not answer, or no longer has it. */
  | { kind: 'media-retry'; mode: 'missing' | 'error' }
  | { kind: 'no-offline-ib' };

type ArmedKind = ArmedFault['kind'];
type FaultOf<K extends ArmedKind> = Extract<ArmedFault, { kind: K }>;

export interface Armed {
  /** The phone it is for; null is everybody. */
  phoneNumber: string | null;
  fault: ArmedFault;
  times: number;
}

/** Faults waiting to strike. Those for one phone go before those for everybody; within each, the oldest first. */
export class ArmedFaults {
  private armed: Armed[] = [];

  arm(phoneNumber: string | null, fault: ArmedFault, times: number): void {
    this.armed.push({ phoneNumber, fault, times });
  }

  /** The fault that strikes now, used up by one; undefined is the usual case. */
  take<K extends ArmedKind>(kind: K, phoneNumber?: string): FaultOf<K> | undefined {
    return this.takeIf(kind, phoneNumber, () => true);
  }

  takeIf<K extends ArmedKind>(
    kind: K,
    phoneNumber: string | undefined,
    matches: (fault: FaultOf<K>) => boolean,
  ): FaultOf<K> | undefined {
    return (
      (phoneNumber === undefined
        ? undefined
        : this.strike(kind, (armed) => armed.phoneNumber === phoneNumber, matches)) ??
      this.strike(kind, (armed) => armed.phoneNumber === null, matches)
    );
  }

  /** For what happens before anybody is known: the oldest of the kind, whoever it was armed for. */
  takeFromAnybody<K extends ArmedKind>(
    kind: K,
    matches: (fault: FaultOf<K>) => boolean = () => true,
  ): FaultOf<K> | undefined {
    return this.strike(kind, () => true, matches);
  }

  private strike<K extends ArmedKind>(
    kind: K,
    meant: (armed: Armed) => boolean,
    matches: (fault: FaultOf<K>) => boolean,
  ): FaultOf<K> | undefined {
    for (const armed of this.armed) {
      if (!meant(armed) || !isKind(armed.fault, kind) || !matches(armed.fault)) continue;
      if (--armed.times <= 0) this.armed = this.armed.filter((one) => one !== armed);
      return armed.fault;
    }
    return undefined;
  }

  list(): Armed[] {
    return this.armed;
  }

  /** Without a number, all of them. */
  clear(phoneNumber?: string): void {
    this.armed = phoneNumber === undefined ? [] : this.armed.filter((entry) => entry.phoneNumber !== phoneNumber);
  }
}

function isKind<K extends ArmedKind>(fault: ArmedFault, kind: K): fault is FaultOf<K> {
  return fault.kind === kind;
}
