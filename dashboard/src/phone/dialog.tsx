import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { Button } from './ui/button';

interface Props {
  title: string;
  children: ReactNode;
  onClose: () => void;
}

/** A modal window: the browser's own, which keeps the focus inside, and closes with Escape. */
export function Dialog({ title, children, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="bg-card text-card-foreground m-auto w-[min(30rem,calc(100vw-2rem))] rounded-xl border p-0 shadow-xl backdrop:bg-black/50"
    >
      <div className="flex items-center justify-between gap-2 border-b px-4 py-3">
        <h2 id={heading} className="font-semibold">
          {title}
        </h2>
        <Button variant="ghost" size="icon" aria-label="Close" onClick={onClose}>
          <X />
        </Button>
      </div>
      <div className="grid gap-4 p-4">{children}</div>
    </dialog>
  );
}
