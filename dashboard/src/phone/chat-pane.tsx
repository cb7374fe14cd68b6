import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, Phone } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './ui/button';
import { useAct } from './act';
import * as api from './api';
import { Avatar } from './avatar';
import { doing, nameFor } from './chat-list';
import { Composer } from './composer';
import { MessageList } from './message-list';
import { go } from './place';
import { Problem } from './problem';
import { pretty } from './words';

const PAGE = 200;

interface Props {
  person: api.Person;
  people: api.Person[];
  chatId: string;
  /** Undefined while nobody has written in it. */
  chat: api.Chat | undefined;
  typing: { from: string; state: string } | undefined;
}

/** What is being answered or changed while one writes. */
export type Writing = { reply: api.Message } | { edit: api.Message } | null;

export function ChatPane({ person, people, chatId, chat, typing }: Props) {
  const { phoneNumber } = person;
  const [limit, setLimit] = useState(PAGE);
  const [writing, setWriting] = useState<Writing>(null);
  const { data, error } = useQuery({
    queryKey: ['messages', phoneNumber, chatId, limit],
    queryFn: () => api.messages(phoneNumber, chatId, limit),
    placeholderData: (before) => before,
  });
  const messages = data?.messages ?? [];
  useReading(person, messages);
  return (
    <section aria-label="Chat" className="bg-background flex min-h-0 min-w-0 flex-col">
      <ChatHeader {...{ person, people, chatId, chat, typing }} />
      <Problem text={error?.message} />
      <MessageList
        {...{ person, people, messages }}
        isShared={chat?.kind === 'group' || chat?.kind === 'status'}
        earlier={data?.earlier ?? 0}
        showEarlier={() => setLimit((now) => Math.min(10_000, now * 4))}
        chatId={chatId}
        write={setWriting}
      />
      <Composer
        key={writing === null ? 'new' : 'reply' in writing ? writing.reply.messageId : `edit ${writing.edit.messageId}`}
        {...{ person, chatId, writing }}
        done={() => setWriting(null)}
      />
    </section>
  );
}

/** Who has the chat before the eyes has read it: as on any phone, others are told. */
function useReading(person: api.Person, messages: api.Message[]) {
  const { act } = useAct((ids: string[]) => api.read(person, ids));
  const unread = person.online ? messages.filter((message) => message.unread).map(({ messageId }) => messageId) : [];
  const ids = unread.join(' ');
  useEffect(() => {
    const look = () => {
      if (ids !== '' && document.visibilityState === 'visible') act(ids.split(' '));
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [ids, act]);
}

function ChatHeader({ person, people, chatId, chat, typing }: Props) {
  const name = chat?.name ?? nameFor(chatId, people);
  const other = people.find(({ phoneNumber }) => phoneNumber === chatId);
  const calling = useAct(() => api.ring(person, chatId));
  return (
    <header className="bg-card flex items-center gap-2 border-b p-3">
      <Button
        variant="ghost"
        size="icon"
        className="md:hidden"
        aria-label="All chats"
        onClick={() => go({ phone: person.phoneNumber })}
      >
        <ChevronLeft />
      </Button>
      <Avatar
        id={chatId}
        name={name}
        picture={chat?.picture ?? other?.picture ?? null}
        group={chat?.kind === 'group'}
      />
      <div className="min-w-0 flex-1">
        <h2 className="truncate font-semibold">{name}</h2>
        <p aria-live="polite" className="text-muted-foreground truncate text-sm">
          {typing ? whoDoes(typing, chat, people) : about(chatId, chat, people)}
        </p>
      </div>
      {other && other.phoneNumber !== person.phoneNumber && (
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Call ${name}`}
          disabled={calling.isPending}
          onClick={() => calling.act()}
        >
          <Phone />
        </Button>
      )}
    </header>
  );
}

function whoDoes({ from, state }: NonNullable<Props['typing']>, chat: Props['chat'], people: api.Person[]): string {
  return chat?.kind === 'group' ? `${nameFor(from, people)} ${doing(state)}` : doing(state);
}

function about(chatId: string, chat: Props['chat'], people: api.Person[]): string {
  if (chat?.kind === 'group') return chat.members.map((member) => nameFor(member, people)).join(', ');
  if (chat?.kind === 'status') return 'what the people you know tell everybody';
  return pretty(chatId);
}
