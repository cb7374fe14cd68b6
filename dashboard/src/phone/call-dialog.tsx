import { useQuery } from '@tanstack/react-query';
import { Button } from './ui/button';
import { useAct } from './act';
import * as api from './api';
import { nameFor } from './chat-list';
import { Dialog } from './dialog';
import { Problem } from './problem';

/** It rings, here or at the other side. No sound is carried: what matters is who hangs up. */
export function CallDialog({ person, people }: { person: api.Person; people: api.Person[] }) {
  const { phoneNumber } = person;
  const { data: calls = [] } = useQuery({
    queryKey: ['calls', phoneNumber],
    queryFn: () => api.ringing(phoneNumber),
  });
  const ending = useAct((id: string) => api.hangUp(id));
  const answering = useAct(({ id, accept }: { id: string; accept: boolean }) => api.answer(id, accept));
  const call = calls.at(-1);
  if (!call) return null;
  const isMine = call.from === phoneNumber;
  const other = nameFor(isMine ? call.to : call.from, people);
  const leave = () => (isMine ? ending.act(call.id) : answering.act({ id: call.id, accept: false }));
  return (
    <Dialog title={isMine ? `Calling ${other} …` : `${other} is calling`} onClose={leave}>
      <Problem text={ending.error ?? answering.error} />
      <div className="flex gap-2">
        {!isMine && <Button onClick={() => answering.act({ id: call.id, accept: true })}>Answer</Button>}
        <Button variant="destructive" onClick={leave}>
          {isMine ? 'Hang up' : 'Decline'}
        </Button>
      </div>
    </Dialog>
  );
}
