import { ProblemNote } from '@/components/problem-note';
import { SecretBox } from '@/components/secret-box';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogFooter } from '@/components/ui/dialog';
import { useAct } from './act';
import * as api from './admin-api';

/** Gives a user a new password, which is shown once. */
export function PasswordReset({ user: { id, email }, onClose }: { user: api.User; onClose: () => void }) {
  const resetting = useAct(() => api.resetPassword(id));
  const made = resetting.data;
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title={`New password for ${email}`}
        description="The old password does not work any more then, and all sign-ins of the user end."
      >
        {made && <SecretBox label="Give it to the user" secret={made.password} />}
        <ProblemNote error={resetting.error} />
        <DialogFooter>
          {made ? (
            <Button onClick={onClose}>I have copied it</Button>
          ) : (
            <Button variant="destructive" busy={resetting.isPending} onClick={() => resetting.mutate()}>
              Make a new password
            </Button>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
