import { type ReactNode, useState } from 'react';
import { ProblemNote } from './problem-note';
import { Button } from './ui/button';
import { Dialog, DialogClose, DialogContent, DialogFooter } from './ui/dialog';

interface ConfirmProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  /** What is lost, by name. */
  children: ReactNode;
  /** The verb on the button. */
  action: string;
  /** Must be typed before the button works: for what nothing can bring back. */
  typed?: string;
  run(): Promise<unknown>;
}

/** Asks before something that can not be undone, and stays open with the reason when it was refused. */
export function Confirm({ open, onOpenChange, title, children, action, typed, run }: ConfirmProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [text, setText] = useState('');

  const change = (next: boolean) => {
    setError(null);
    setText('');
    onOpenChange(next);
  };
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await run();
      change(false);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogContent title={title} role="alertdialog">
        <div className="grid gap-3">{children}</div>
        {typed !== undefined && (
          <label className="grid gap-1.5">
            <span>
              Type <b>{typed}</b> to go on
            </span>
            <input
              className="h-9 rounded-md border border-input bg-card px-3"
              value={text}
              autoComplete="off"
              onChange={({ target }) => setText(target.value)}
            />
          </label>
        )}
        <ProblemNote error={error} />
        <DialogFooter>
          <DialogClose asChild>
            <Button variant="outline">Cancel</Button>
          </DialogClose>
          <Button
            variant="destructive"
            busy={busy}
            disabled={typed !== undefined && text !== typed}
            onClick={() => void confirm()}
          >
            {action}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
