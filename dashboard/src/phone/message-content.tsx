import { FileDown, MapPin, User } from 'lucide-react';
import { useAct } from './act';
import * as api from './api';
import { Problem } from './problem';
import { inOneLine } from './words';

interface Props {
  person: api.Person;
  chatId: string;
  message: api.Message;
  content: api.Content;
}

/** What a message says, by its kind. */
export function MessageContent(props: Props) {
  const { content } = props;
  switch (content.type) {
    case 'text':
      return <Words text={content.text} />;
    case 'location':
      return (
        <p className="flex items-center gap-2">
          <MapPin className="size-4 shrink-0" />
          {content.name ?? content.address ?? 'Location'} ({content.latitude}, {content.longitude})
        </p>
      );
    case 'contact':
      return (
        <ul>
          {content.contacts?.map(({ name }, index) => (
            <li key={index} className="flex items-center gap-2">
              <User className="size-4 shrink-0" /> {name}
            </li>
          ))}
        </ul>
      );
    case 'poll':
      return <Poll {...props} />;
    default:
      return props.message.hasFile ? <File {...props} /> : <p className="italic">{inOneLine(content)}</p>;
  }
}

function Words({ text }: { text: string | null | undefined }) {
  return text ? <p className="wrap-anywhere whitespace-pre-wrap">{text}</p> : null;
}

function File({ person, message, content }: Props) {
  return (
    <figure className="grid gap-1">
      <FileBody url={api.fileUrl(person.phoneNumber, message)} content={content} />
      {content.caption && (
        <figcaption>
          <Words text={content.caption} />
        </figcaption>
      )}
    </figure>
  );
}

function FileBody({ url, content }: { url: string; content: api.Content }) {
  switch (content.type) {
    case 'image':
    case 'sticker':
      return (
        <a href={url} target="_blank" rel="noreferrer">
          <img src={url} alt={content.caption ?? 'A picture'} className="max-h-72 rounded-lg" loading="lazy" />
        </a>
      );
    case 'video':
    case 'videoNote':
      return <video src={url} controls preload="metadata" className="max-h-72 max-w-full rounded-lg" />;
    case 'audio':
    case 'voice':
      return <audio src={url} controls preload="metadata" className="max-w-full" />;
    default:
      return (
        <a href={url} download={content.filename ?? 'file'} className="flex items-center gap-2 underline">
          <FileDown className="size-5 shrink-0" />
          <span className="wrap-anywhere">
            {content.filename ?? 'File'} ({size(content.sizeBytes ?? 0)})
          </span>
        </a>
      );
  }
}

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1_048_576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}

function Poll({ person, chatId, message: { messageId, votes }, content }: Props) {
  const voting = useAct((chosen: string[]) => api.say(person, chatId, { type: 'vote', messageId, chosen }));
  const mine = votes.find(({ from }) => from === person.phoneNumber)?.chosen ?? [];
  const toggled = (option: string) => {
    if (mine.includes(option)) return mine.filter((one) => one !== option);
    return content.selectable === 1 ? [option] : [...mine, option];
  };
  return (
    <fieldset className="grid gap-2" disabled={voting.isPending}>
      <legend className="mb-2 font-medium">{content.question}</legend>
      {content.options?.map((option) => (
        <label key={option} className="flex items-center gap-2">
          <input type="checkbox" checked={mine.includes(option)} onChange={() => voting.act(toggled(option))} />
          <span className="wrap-anywhere flex-1">{option}</span>
          <span className="text-sm">{votes.filter(({ chosen }) => chosen.includes(option)).length}</span>
        </label>
      ))}
      <Problem text={voting.error} />
    </fieldset>
  );
}
