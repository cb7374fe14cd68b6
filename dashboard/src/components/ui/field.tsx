import { type ReactElement, type ReactNode, cloneElement, useId } from 'react';

interface FieldProps {
  label: string;
  /** What helps to fill it in. */
  hint?: ReactNode;
  /** What is wrong with it, in the words of the server. */
  error?: string | undefined;
  children: ReactElement<{ id?: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }>;
}

/** A label, the control, and what is to be known of it, tied together for those who can not see. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const described = error ?? hint;
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {cloneElement(children, {
        id,
        ...(described !== undefined && { 'aria-describedby': `${id}-about` }),
        ...(error !== undefined && { 'aria-invalid': true }),
      })}
      {described !== undefined && (
        <p
          id={`${id}-about`}
          className={error === undefined ? 'text-xs text-muted-foreground' : 'text-xs text-destructive'}
        >
          {described}
        </p>
      )}
    </div>
  );
}
