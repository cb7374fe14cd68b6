/** A call of this page to the API, as somebody would make it by hand. */
export interface RecordedCall {
  id: number;
  at: Date;
  method: string;
  path: string;
  /** Undefined while it is on its way, 0 when there was no answer. */
  status: number | undefined;
  curl: string;
}

const KEPT = 100;
let calls: readonly RecordedCall[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

export const recordedCalls = (): readonly RecordedCall[] => calls;

export function onRecordedCall(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Notes a call; what it gives is to be called with the status of the answer. */
export function record(call: Omit<RecordedCall, 'id' | 'at' | 'status'>): (status: number) => void {
  const id = ++lastId;
  set([{ ...call, id, at: new Date(), status: undefined }, ...calls].slice(0, KEPT));
  return (status) => set(calls.map((one) => (one.id === id ? { ...one, status } : one)));
}

export function forgetCalls(): void {
  set([]);
}

function set(next: readonly RecordedCall[]): void {
  calls = next;
  for (const listener of listeners) listener();
}
