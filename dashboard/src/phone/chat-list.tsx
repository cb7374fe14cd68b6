import type { Chat, Person } from './api';
import { Avatar } from './avatar';
import type { Live } from './live';
import { go } from './place';
import { State } from './state';
import { when } from './when';
import { inOneLine, pretty } from './words';

interface Props {
  me: string;
  chats: Chat[];
  people: Person[];
  typing: Live['typing'];
  chosen: string | null;
}

export function ChatList({ me, chats, people, typing, chosen }: Props) {
  if (chats.length === 0) {
    return (
      <p className="text-muted-foreground flex-1 p-6 text-center text-sm">
        No chats yet. Begin one, or write to this phone from a session.
      </p>
    );
  }
  return (
    <nav aria-label="Chats" className="min-h-0 flex-1 overflow-y-auto">
      <ul>
        {chats.map((chat) => (
          <li key={chat.chatId}>
            <button
              type="button"
              aria-current={chat.chatId === chosen ? 'page' : undefined}
              onClick={() => go({ phone: me, chat: chat.chatId })}
              className="hover:bg-accent aria-[current=page]:bg-accent focus-visible:ring-ring flex w-full items-center gap-3 px-4 py-3 text-left outline-none focus-visible:ring-2 focus-visible:ring-inset"
            >
              <Avatar id={chat.chatId} name={chat.name} picture={chat.picture} group={chat.kind === 'group'} />
              <span className="grid min-w-0 flex-1 gap-0.5">
                <span className="flex items-baseline gap-2">
                  <span className="flex-1 truncate font-medium">{nameOf(chat)}</span>
                  {chat.last && (
                    <time dateTime={chat.last.at} className="text-muted-foreground shrink-0 text-xs">
                      {when(chat.last.at)}
                    </time>
                  )}
                </span>
                <span className="text-muted-foreground flex items-center gap-1 text-sm">
                  <LastLine chat={chat} people={people} typing={typing[chat.chatId]} />
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function LastLine({
  chat,
  people,
  typing,
}: {
  chat: Chat;
  people: Person[];
  typing: Live['typing'][string] | undefined;
}) {
  const { last, unread, kind } = chat;
  const author = last && kind !== 'person' && !last.fromMe ? `${nameFor(last.from, people)}: ` : '';
  return (
    <>
      {last?.state && !typing && <State state={last.state} />}
      <span className="flex-1 truncate">
        {typing ? doing(typing.state) : last ? author + inOneLine(last.content) : 'Nobody has written yet'}
      </span>
      {unread > 0 && (
        <span className="bg-primary text-primary-foreground shrink-0 rounded-full px-2 py-0.5 text-xs font-medium">
          {unread} <span className="sr-only">unread</span>
        </span>
      )}
    </>
  );
}

export function doing(state: string): string {
  return state === 'recording' ? 'is recording …' : 'is typing …';
}

export function nameFor(phoneNumber: string, people: Person[]): string {
  return people.find((person) => person.phoneNumber === phoneNumber)?.name ?? pretty(phoneNumber);
}

function nameOf({ name, chatId }: Chat): string {
  return name === chatId ? pretty(chatId) : name;
}
