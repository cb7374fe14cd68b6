import { useMutation } from '@tanstack/react-query';
import { SquarePen } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { ProblemNote } from '@/components/problem-note';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogFooter, DialogTrigger } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { answer, api } from '@/lib/api';

/** Opens the chat with a number, after asking WhatsApp whether somebody is there. */
export function NewChat({ sessionId, onOpen }: { sessionId: string; onOpen(chatId: string): void }) {
  const [open, setOpen] = useState(false);
  const [phone, setPhone] = useState('');
  const check = useMutation({
    meta: { shown: true },
    mutationFn: () =>
      answer(api.GET('/api/v1/sessions/{sessionId}/numbers/{phone}', { params: { path: { sessionId, phone } } })),
    onSuccess: ({ whatsappId }) => {
      if (whatsappId === undefined) return;
      setOpen(false);
      onOpen(whatsappId);
    },
  });
  const change = (next: boolean) => {
    setOpen(next);
    setPhone('');
    check.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    check.mutate();
  };
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger asChild>
        <Button variant="ghost" size="sm">
          <SquarePen aria-hidden />
          New chat
        </Button>
      </DialogTrigger>
      <DialogContent title="New chat">
        <form onSubmit={submit} className="grid gap-4" noValidate>
          <Field
            label="Phone number"
            hint="In international form, such as +62 812 3456 789."
            error={check.data?.exists === false ? 'Nobody has this number on WhatsApp' : undefined}
          >
            <Input type="tel" value={phone} onChange={({ target }) => setPhone(target.value)} autoComplete="off" />
          </Field>
          <ProblemNote error={check.error} />
          <DialogFooter>
            <Button type="submit" busy={check.isPending} disabled={phone.trim() === ''}>
              Open the chat
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
