import { ProblemNote } from '@/components/problem-note';
import { SecretBox } from '@/components/secret-box';
import { Time } from '@/components/time';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogFooter } from '@/components/ui/dialog';
import { rotateSecret, useWebhookAct } from './webhook-queries';

/** Makes a new secret, and shows it once. */
export function RotateSecret({ id, close }: { id: string; close(): void }) {
  const rotate = useWebhookAct(() => rotateSecret(id));
  const made = rotate.data;
  return (
    <Dialog open onOpenChange={close}>
      <DialogContent
        title={made ? 'The new secret' : 'Make a new secret'}
        description="For a while both sign every request, so that your endpoint can change over without a gap."
      >
        {made && (
          <>
            <SecretBox label="Webhook secret" secret={made.secret} />
            <p>
              The old one signs as well until <Time at={made.previousSecretUntil} />.
            </p>
          </>
        )}
        <ProblemNote error={rotate.error} />
        <DialogFooter>
          {made ? (
            <Button onClick={close}>I have copied it</Button>
          ) : (
            <Button busy={rotate.isPending} onClick={() => rotate.mutate(undefined)}>
              Make it
            </Button>
          )}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
