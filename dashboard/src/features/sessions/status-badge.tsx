import { Badge, type Tone } from '@/components/ui/badge';
import type { Schemas } from '@/lib/api';
import { cn } from '@/lib/cn';

export type SessionStatus = Schemas['SessionDetailsDto']['status'];

const LOOKS: Record<SessionStatus, { tone: Tone; label: string; moving?: true }> = {
  CONNECTED: { tone: 'good', label: 'Connected' },
  CONNECTING: { tone: 'info', label: 'Connecting', moving: true },
  SCANNING_QR: { tone: 'info', label: 'Waiting for a scan', moving: true },
  DISCONNECTING: { tone: 'info', label: 'Disconnecting', moving: true },
  DISCONNECTED: { tone: 'neutral', label: 'Disconnected' },
  LOGGED_OUT: { tone: 'warning', label: 'Logged out' },
  BLOCKED: { tone: 'danger', label: 'Blocked by WhatsApp' },
};

export function StatusBadge({ status }: { status: SessionStatus }) {
  const { tone, label, moving } = LOOKS[status];
  return (
    <Badge tone={tone} data-status={status}>
      <span className={cn('size-1.5 rounded-full bg-current', moving && 'animate-pulse')} aria-hidden />
      {label}
    </Badge>
  );
}
