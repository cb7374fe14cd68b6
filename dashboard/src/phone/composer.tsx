import { Paperclip, SendHorizontal, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from './ui/button';
import { useAct } from './act';
import * as api from './api';
import type { Writing } from './chat-pane';
import { messageOf } from './file-message';
import { Problem } from './problem';
import { useTyping } from './typing';
import { inOneLine } from './words';
import { Textarea } from './ui/fields';

interface Props {
  person: api.Person;
  chatId: string;
  writing: Writing;
  done: () => void;
}

/** Where one writes: Enter sends, with Shift it begins a line. */
export function Composer({ person, chatId, writing, done }: Props) {
  const [text, setText] = useState(writing && 'edit' in writing ? (writing.edit.content?.text ?? '') : '');
  const [file, setFile] = useState<File | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(person, chatId);
  const sending = useAct(
    async () => {
      typing.stop();
      await api.say(person, chatId, await messageOf(text.trim(), file, writing));
    },
    () => {
      setText('');
      setFile(null);
      done();
    },
  );
  useEffect(() => {
    if (writing) box.current?.focus();
  }, [writing]);
  const isEmpty = text.trim() === '' && !file;
  const send = () => {
    if (!isEmpty && !sending.isPending) sending.act();
  };
  if (!person.online) {
    return (
      <p role="status" className="text-muted-foreground bg-card border-t p-4 text-center text-sm">
        This phone is offline. Go online to write.
      </p>
    );
  }
  return (
    <form
      className="bg-card grid gap-2 border-t p-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {writing && (
        <Above label={'edit' in writing ? 'Editing' : 'Reply to'} remove={done}>
          {inOneLine('edit' in writing ? writing.edit.content : writing.reply.content)}
        </Above>
      )}
      {file && (
        <Above label="File" remove={() => setFile(null)}>
          {file.name}
        </Above>
      )}
      <Problem text={sending.error} />
      <div className="flex items-end gap-2">
        <FileButton choose={setFile} disabled={writing !== null && 'edit' in writing} />
        <Textarea
          ref={box}
          rows={1}
          aria-label="Message"
          placeholder={file ? 'Caption' : 'Message'}
          className="max-h-40 min-h-10 flex-1 resize-none"
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            typing.tick();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && writing) done();
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <Button type="submit" size="icon" className="size-10" aria-label="Send" disabled={isEmpty || sending.isPending}>
          <SendHorizontal />
        </Button>
      </div>
    </form>
  );
}

function Above({ label, children, remove }: { label: string; children: string; remove: () => void }) {
  return (
    <p className="bg-muted flex items-center gap-2 rounded-md py-1 pr-1 pl-3 text-sm">
      <span className="font-medium">{label}</span>
      <span className="flex-1 truncate">{children}</span>
      <Button type="button" variant="ghost" size="icon" className="size-7" aria-label="Do not" onClick={remove}>
        <X />
      </Button>
    </p>
  );
}

function FileButton({ choose, disabled }: { choose: (file: File) => void; disabled: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        className="hidden"
        aria-label="File"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) choose(file);
          target.value = '';
        }}
      />
      <Button
        type="button"
        variant="ghost"
        size="icon"
        className="size-10"
        aria-label="Attach a file"
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        <Paperclip />
      </Button>
    </>
  );
}
