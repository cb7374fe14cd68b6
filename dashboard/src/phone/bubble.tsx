import { CornerUpLeft, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from './ui/button';
import { useAct } from './act';
import * as api from './api';
import { nameFor } from './chat-list';
import type { Writing } from './chat-pane';
import { MessageContent } from './message-content';
import { Problem } from './problem';
import { State } from './state';
import { hour } from './when';
import { inOneLine } from './words';

const EMOJIS = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

interface Props {
  person: api.Person;
  people: api.Person[];
  chatId: string;
  message: api.Message;
  /** All of the chat that are shown, for quotes. */
  messages: api.Message[];
  isShared: boolean;
  write: (writing: Writing) => void;
}

/** One message, with what can be done to it. */
export function Bubble(props: Props) {
  const { person, people, chatId, message, messages, isShared } = props;
  const { fromMe, from, content, context, reactions } = message;
  const [open, setOpen] = useState(false);
  return (
    <article
      aria-label={`${fromMe ? 'You' : nameFor(from, people)}, ${hour(message.at)}`}
      className={`group flex max-w-[85%] flex-col gap-1 ${fromMe ? 'items-end justify-self-end' : 'justify-self-start'}`}
    >
      <div className={`flex max-w-full items-center gap-1 ${fromMe ? 'flex-row-reverse' : ''}`}>
        <div
          className={`min-w-0 rounded-2xl border px-3 py-2 ${
            fromMe ? 'bg-primary text-primary-foreground rounded-br-sm border-transparent' : 'bg-card rounded-bl-sm'
          }`}
        >
          {isShared && !fromMe && <p className="text-sm font-semibold">{nameFor(from, people)}</p>}
          {context?.forwarded && <p className="text-xs italic">Forwarded</p>}
          {context?.replyTo && <Quote replyTo={context.replyTo} messages={messages} people={people} />}
          {content ? (
            <MessageContent person={person} chatId={chatId} message={message} content={content} />
          ) : (
            <p className="italic">This message was deleted</p>
          )}
          <p className="mt-1 flex items-center justify-end gap-1 text-xs">
            {message.edited && <span>edited</span>}
            <time dateTime={message.at}>{hour(message.at)}</time>
            {message.state && <State state={message.state} />}
          </p>
        </div>
        {content && (
          <Button
            variant="ghost"
            size="icon"
            className="size-8 shrink-0 opacity-60 focus-visible:opacity-100 group-hover:opacity-100"
            aria-label="What to do with this message"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <Ellipsis />
          </Button>
        )}
      </div>
      {reactions.length > 0 && (
        <ul aria-label="Reactions" className="flex gap-1">
          {reactions.map((reaction) => (
            <li
              key={reaction.from}
              title={nameFor(reaction.from, people)}
              className="bg-card rounded-full border px-2 py-0.5 text-sm"
            >
              {reaction.emoji} <span className="sr-only">by {nameFor(reaction.from, people)}</span>
            </li>
          ))}
        </ul>
      )}
      {open && content && <Actions {...props} content={content} close={() => setOpen(false)} />}
    </article>
  );
}

function Actions({
  person,
  chatId,
  message,
  content,
  write,
  close,
}: Props & { content: api.Content; close: () => void }) {
  const { messageId, fromMe, reactions } = message;
  const saying = useAct((body: object) => api.say(person, chatId, body), close);
  const mine = reactions.find(({ from }) => from === person.phoneNumber)?.emoji;
  const begin = (writing: Writing) => {
    write(writing);
    close();
  };
  return (
    <div className="bg-card flex flex-wrap items-center gap-1 rounded-xl border p-1 shadow-sm">
      {EMOJIS.map((emoji) => (
        <Button
          key={emoji}
          variant={emoji === mine ? 'secondary' : 'ghost'}
          size="icon"
          aria-label={emoji === mine ? `Take back ${emoji}` : `React with ${emoji}`}
          disabled={saying.isPending}
          onClick={() => saying.act({ type: 'reaction', messageId, emoji: emoji === mine ? '' : emoji })}
        >
          {emoji}
        </Button>
      ))}
      <Button variant="ghost" size="sm" onClick={() => begin({ reply: message })}>
        <CornerUpLeft /> Reply
      </Button>
      {fromMe && content.type === 'text' && (
        <Button variant="ghost" size="sm" onClick={() => begin({ edit: message })}>
          <Pencil /> Edit
        </Button>
      )}
      {fromMe && (
        <Button
          variant="ghost"
          size="sm"
          disabled={saying.isPending}
          onClick={() => saying.act({ type: 'delete', messageId })}
        >
          <Trash2 /> Delete for everyone
        </Button>
      )}
      <Problem text={saying.error} />
    </div>
  );
}

interface QuoteProps {
  replyTo: NonNullable<NonNullable<api.Message['context']>['replyTo']>;
  messages: api.Message[];
  people: api.Person[];
}

function Quote({ replyTo, messages, people }: QuoteProps) {
  const original = messages.find(({ messageId }) => messageId === replyTo.messageId);
  return (
    <blockquote className="mb-1 border-l-2 border-current pl-2 text-sm">
      {original && <p className="font-medium">{original.fromMe ? 'You' : nameFor(original.from, people)}</p>}
      <p className="line-clamp-2">{inOneLine(replyTo.content ?? original?.content ?? null)}</p>
    </blockquote>
  );
}
