import { useMutation, useQueryClient } from '@tanstack/react-query';
import { LogOut, MoreHorizontal, Power, PowerOff, RotateCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Confirm } from '@/components/confirm';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { type SessionDetails, sessionKeys } from '@/features/sessions/session-queries';
import { answer, api } from '@/lib/api';
import { useSessionCall } from './session-calls';

const ENDED: SessionDetails['status'][] = ['DISCONNECTED', 'LOGGED_OUT', 'BLOCKED'];

/** What can be done with the whole session. What loses something asks first. */
export function SessionActions({ session }: { session: SessionDetails }) {
  const { sessionId, status, whatsappId } = session;
  const [asking, setAsking] = useState<'logout' | 'delete' | null>(null);
  const connect = useSessionCall(sessionId, 'connect');
  const restart = useSessionCall(sessionId, 'restart');
  const stop = useSessionCall(sessionId, 'stop');
  const isEnded = ENDED.includes(status);
  const close = () => setAsking(null);
  return (
    <>
      {isEnded ? (
        <Button busy={connect.isPending} onClick={() => connect.mutate()}>
          <Power aria-hidden />
          Connect
        </Button>
      ) : (
        <>
          <Button variant="outline" busy={restart.isPending} onClick={() => restart.mutate()}>
            <RotateCw aria-hidden />
            Restart
          </Button>
          <Button variant="outline" busy={stop.isPending} onClick={() => stop.mutate()}>
            <PowerOff aria-hidden />
            Stop
          </Button>
        </>
      )}
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="outline" size="icon" aria-label="More">
            <MoreHorizontal aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem danger disabled={whatsappId === null} onSelect={() => setAsking('logout')}>
            <LogOut aria-hidden />
            Log out of WhatsApp
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem danger onSelect={() => setAsking('delete')}>
            <Trash2 aria-hidden />
            Delete
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <LogOutDialog session={session} open={asking === 'logout'} onClose={close} />
      <DeleteDialog session={session} open={asking === 'delete'} onClose={close} />
    </>
  );
}

interface AskProps {
  session: SessionDetails;
  open: boolean;
  onClose(): void;
}

function LogOutDialog({ session: { sessionId, name }, open, onClose }: AskProps) {
  const logOut = useSessionCall(sessionId, 'logout');
  return (
    <Confirm
      open={open}
      onOpenChange={onClose}
      title={`Log ${name} out?`}
      action="Log out"
      run={() => logOut.mutateAsync()}
    >
      <p>
        The phone forgets this device: <b>the pairing is lost</b>, and it takes a new scan or code to connect again.
        Messages that wait stay waiting until then. What was said so far is kept here.
      </p>
    </Confirm>
  );
}

function DeleteDialog({ session: { sessionId, name }, open, onClose }: AskProps) {
  const queries = useQueryClient();
  const [, goTo] = useLocation();
  const remove = useMutation({
    meta: { shown: true },
    mutationFn: () => answer(api.DELETE('/api/v1/sessions/{sessionId}', { params: { path: { sessionId } } })),
    onSuccess: () => {
      goTo('/sessions');
      queries.removeQueries({ queryKey: sessionKeys.one(sessionId) });
      void queries.invalidateQueries({ queryKey: sessionKeys.list, exact: true });
    },
  });
  return (
    <Confirm
      open={open}
      onOpenChange={onClose}
      title={`Delete ${name}?`}
      action="Delete it"
      typed={sessionId}
      run={() => remove.mutateAsync()}
    >
      <p>Nothing brings these back:</p>
      <ul className="list-disc pl-5">
        <li>its pairing: the phone forgets this device</li>
        <li>its chats, messages and files, and messages that still wait to be sent</li>
        <li>its API key, and the webhooks that are for it alone</li>
      </ul>
    </Confirm>
  );
}
