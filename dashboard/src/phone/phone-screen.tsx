import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, MessageSquarePlus, MonitorSmartphone, Settings, WifiOff } from 'lucide-react';
import { useState } from 'react';
import { Button } from './ui/button';
import { useAct } from './act';
import * as api from './api';
import { Avatar } from './avatar';
import { CallDialog } from './call-dialog';
import { ChatList } from './chat-list';
import { ChatPane } from './chat-pane';
import { LinkedDevices } from './linked-devices';
import { useLive } from './live';
import { NewChat } from './new-chat';
import { PersonSettings } from './person-settings';
import { go } from './place';
import { Problem } from './problem';
import { pretty } from './words';

type Window = 'devices' | 'new-chat' | 'settings' | null;

/** One person's phone: chats on the left, the open one on the right; one of both where there is no room. */
export function PhoneScreen({
  person,
  people,
  chatId,
}: {
  person: api.Person;
  people: api.Person[];
  chatId: string | null;
}) {
  const { phoneNumber } = person;
  const { typing, connected } = useLive(phoneNumber);
  const [open, setOpen] = useState<Window>(null);
  const { data: chats = [], error } = useQuery({
    queryKey: ['chats', phoneNumber],
    queryFn: () => api.chats(phoneNumber),
  });
  const close = () => setOpen(null);
  return (
    <div className="grid min-h-0 flex-1 md:grid-cols-[22rem_1fr]">
      <section
        aria-label={`Phone of ${person.name}`}
        className={`${chatId === null ? 'flex' : 'hidden md:flex'} bg-card min-h-0 flex-col md:border-r`}
      >
        <PhoneHeader person={person} openWindow={setOpen} />
        {!connected && (
          <p role="status" className="bg-muted px-4 py-2 text-sm">
            The sandbox does not answer. Trying again …
          </p>
        )}
        <Problem text={error?.message} />
        <ChatList me={phoneNumber} chats={chats} people={people} typing={typing} chosen={chatId} />
        <div className="border-t p-3">
          <Button className="w-full" variant="secondary" onClick={() => setOpen('new-chat')}>
            <MessageSquarePlus /> New chat
          </Button>
        </div>
      </section>
      {chatId === null ? (
        <p className="text-muted-foreground bg-background hidden place-items-center md:grid">
          Choose a chat, or begin a new one.
        </p>
      ) : (
        <ChatPane
          key={`${phoneNumber} ${chatId}`}
          person={person}
          people={people}
          chatId={chatId}
          chat={chats.find((chat) => chat.chatId === chatId)}
          typing={typing[chatId]}
        />
      )}
      {open === 'devices' && <LinkedDevices person={person} onClose={close} />}
      {open === 'new-chat' && <NewChat person={person} people={people} onClose={close} />}
      {open === 'settings' && <PersonSettings person={person} onClose={close} />}
      <CallDialog person={person} people={people} />
    </div>
  );
}

function PhoneHeader({ person, openWindow }: { person: api.Person; openWindow: (window: Window) => void }) {
  const { phoneNumber, name, picture, online, role, devices } = person;
  const switching = useAct(async () => {
    await api.behave(person, { online: !online });
    await api.show(person, online ? 'unavailable' : 'available');
  });
  return (
    <header className="grid gap-3 border-b p-3">
      <div className="flex items-center gap-2">
        <Button variant="ghost" size="icon" aria-label="All phones" onClick={() => go({})}>
          <ChevronLeft />
        </Button>
        <Avatar id={phoneNumber} name={name} picture={picture} />
        <div className="min-w-0 flex-1">
          <h1 className="truncate font-semibold">{name}</h1>
          <p className="text-muted-foreground truncate text-sm">{pretty(phoneNumber)}</p>
        </div>
        <Button variant="ghost" size="icon" aria-label="Settings" onClick={() => openWindow('settings')}>
          <Settings />
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant={online ? 'outline' : 'default'}
          size="sm"
          disabled={switching.isPending}
          onClick={() => switching.act()}
        >
          {online ? 'Go offline' : 'Go online'}
        </Button>
        {role === 'phone' && (
          <Button variant="outline" size="sm" onClick={() => openWindow('devices')}>
            <MonitorSmartphone /> Linked devices ({devices.length})
          </Button>
        )}
      </div>
      {!online && (
        <p role="status" className="bg-muted flex items-center gap-2 rounded-md px-3 py-2 text-sm">
          <WifiOff className="size-4 shrink-0" /> Offline: messages wait until the phone is back.
        </p>
      )}
      <Problem text={switching.error} />
    </header>
  );
}
