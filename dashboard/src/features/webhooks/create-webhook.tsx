import { Plus } from 'lucide-react';
import { useState } from 'react';
import { SecretBox } from '@/components/secret-box';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent, DialogFooter, DialogTrigger } from '@/components/ui/dialog';
import { WebhookForm } from './webhook-form';
import { createWebhook, useWebhookAct } from './webhook-queries';

/** Makes a webhook, and shows its secret once. */
export function CreateWebhook() {
  const [open, setOpen] = useState(false);
  const create = useWebhookAct(createWebhook);
  const made = create.data;
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) create.reset();
  };
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger asChild>
        <Button>
          <Plus aria-hidden />
          New webhook
        </Button>
      </DialogTrigger>
      {made === undefined ? (
        <DialogContent
          title="New webhook"
          description="What happens is posted there, signed, and again until it is taken."
        >
          <WebhookForm action="Make it" busy={create.isPending} error={create.error} submit={create.mutate} />
        </DialogContent>
      ) : (
        <DialogContent title="The webhook is made" description="Your endpoint checks signatures with its secret.">
          <SecretBox label="Webhook secret" secret={made.secret} />
          <DialogFooter>
            <DialogClose asChild>
              <Button>I have copied it</Button>
            </DialogClose>
          </DialogFooter>
        </DialogContent>
      )}
    </Dialog>
  );
}
