import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '../../phone/dialog';
import { Problem } from '../../phone/problem';

interface Props {
  title: string;
  /** What happens, and what is lost. */
  children: ReactNode;
  action: string;
  isPending: boolean;
  error: string | undefined;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something is done that others notice. */
export function Confirm({ title, children, action, isPending, error, onConfirm, onClose }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="grid gap-2 text-sm">{children}</div>
      <Problem text={error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button variant="destructive" disabled={isPending} onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
