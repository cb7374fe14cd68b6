import { Ban, Check, CheckCheck, CircleAlert, Clock, type LucideIcon } from 'lucide-react';
import { cn } from '@/lib/cn';
import type { Message } from './chat-queries';

const LOOKS: Record<Message['status'], { icon: LucideIcon; label: string; className?: string }> = {
  QUEUED: { icon: Clock, label: 'Waiting' },
  SENDING: { icon: Clock, label: 'Sending' },
  SENT: { icon: Check, label: 'Sent' },
  DELIVERED: { icon: CheckCheck, label: 'Delivered' },
  READ: { icon: CheckCheck, label: 'Read', className: 'text-info' },
  PLAYED: { icon: CheckCheck, label: 'Played', className: 'text-info' },
  FAILED: { icon: CircleAlert, label: 'Failed', className: 'text-destructive' },
  EXPIRED: { icon: CircleAlert, label: 'Expired', className: 'text-destructive' },
  CANCELLED: { icon: Ban, label: 'Cancelled' },
};

/** How far a message has come. */
export function DeliveryTick({ status }: { status: Message['status'] }) {
  const { icon: Icon, label, className } = LOOKS[status];
  return (
    <span className={cn('inline-flex items-center gap-1', className)} data-delivery={status}>
      <Icon className="size-3.5" aria-hidden />
      <span className={status === 'FAILED' || status === 'EXPIRED' ? undefined : 'sr-only'}>{label}</span>
    </span>
  );
}
