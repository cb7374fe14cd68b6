import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { problemOf } from '@/lib/api';
import { cn } from '@/lib/cn';

interface Toast {
  id: number;
  text: string;
  detail?: string;
  bad: boolean;
}

const SHOWN_MS = 6000;
let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Says for some seconds that something was done. */
export function say(text: string): void {
  show({ id: ++lastId, text, bad: false });
}

/** Says what was refused, in the words of the gateway. */
export function sayProblem(error: unknown): void {
  const { title, detail } = problemOf(error);
  show({ id: ++lastId, text: title, detail, bad: true });
}

function show(toast: Toast): void {
  set([...toasts, toast].slice(-3));
  setTimeout(() => dismiss(toast.id), SHOWN_MS);
}

function dismiss(id: number): void {
  set(toasts.filter((toast) => toast.id !== id));
}

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-0 z-50 grid justify-items-center gap-2 p-4 sm:justify-items-end"
    >
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast: { id, text, detail, bad } }: { toast: Toast }) {
  const Icon = bad ? CircleAlert : CircleCheck;
  return (
    <div className="pointer-events-auto flex w-full max-w-sm gap-3 rounded-lg border bg-card p-3 shadow-lg">
      <Icon className={cn('mt-0.5 size-4 shrink-0', bad ? 'text-destructive' : 'text-primary')} aria-hidden />
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p className="font-medium">{text}</p>
        {detail !== undefined && detail !== '' && <p className="break-words text-muted-foreground">{detail}</p>}
      </div>
      <button type="button" onClick={() => dismiss(id)} className="self-start rounded p-0.5 text-muted-foreground">
        <X className="size-4" aria-hidden />
        <span className="sr-only">Dismiss</span>
      </button>
    </div>
  );
}
