import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useAct } from '../../phone/act';
import { Dialog } from '../../phone/dialog';
import * as api from './admin-api';
import { Confirm } from './confirm';

/** Gives a user a new password, which is shown once. */
export function PasswordReset({ user: { id, email }, onClose }: { user: api.User; onClose: () => void }) {
  const [password, setPassword] = useState<string | null>(null);
  const resetting = useAct(
    () => api.resetPassword(id),
    (made) => setPassword(made.password),
  );
  if (password === null) {
    return (
      <Confirm
        title={`New password for ${email}`}
        action="Make a new password"
        isPending={resetting.isPending}
        error={resetting.error}
        onConfirm={() => resetting.act()}
        onClose={onClose}
      >
        <p>The old password does not work any more, and all sign-ins of the user end. The new one is shown once.</p>
      </Confirm>
    );
  }
  return (
    <Dialog title={`New password for ${email}`} onClose={onClose}>
      <p className="text-sm">Give it to the user. It is not shown again.</p>
      <p className="bg-muted rounded-md p-3 font-mono break-all">{password}</p>
      <Button onClick={() => void navigator.clipboard.writeText(password)}>Copy</Button>
    </Dialog>
  );
}
