import * as DialogPrimitive from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/lib/cn';

export const Dialog = DialogPrimitive.Root;
export const DialogTrigger = DialogPrimitive.Trigger;
export const DialogClose = DialogPrimitive.Close;

interface DialogContentProps extends Omit<ComponentProps<typeof DialogPrimitive.Content>, 'title'> {
  title: ReactNode;
  /** One sentence on what this is about. */
  description?: ReactNode;
}

/**
 * The shade is a plain element, not the primitive's: that one stops the page from scrolling with a style sheet of its own, which the
 * page's policy does not allow. The theme does it.
 */
export function DialogContent({ className, children, title, description, ...props }: DialogContentProps) {
  return (
    <DialogPrimitive.Portal>
      <div className="fixed inset-0 z-40 bg-black/50" aria-hidden />
      <DialogPrimitive.Content
        aria-modal
        className={cn(
          'fixed z-50 grid max-h-[92dvh] w-full gap-4 overflow-y-auto border bg-card p-5 shadow-xl max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-t-xl sm:top-1/2 sm:left-1/2 sm:max-w-lg sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl',
          className,
        )}
        {...(description === undefined && { 'aria-describedby': undefined })}
        {...props}
      >
        <header className="grid gap-1 pr-8">
          <DialogPrimitive.Title className="text-base font-semibold">{title}</DialogPrimitive.Title>
          {description !== undefined && (
            <DialogPrimitive.Description className="text-muted-foreground">{description}</DialogPrimitive.Description>
          )}
        </header>
        {children}
        <DialogPrimitive.Close className="absolute top-4 right-4 rounded-md p-1 text-muted-foreground hover:bg-muted">
          <X className="size-4" aria-hidden />
          <span className="sr-only">Close</span>
        </DialogPrimitive.Close>
      </DialogPrimitive.Content>
    </DialogPrimitive.Portal>
  );
}

export function DialogFooter({ className, ...props }: ComponentProps<'div'>) {
  return <div className={cn('flex flex-wrap justify-end gap-2', className)} {...props} />;
}
