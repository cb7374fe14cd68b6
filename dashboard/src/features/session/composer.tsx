import { useMutation } from '@tanstack/react-query';
import { Paperclip, SendHorizontal, X } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { ProblemNote } from '@/components/problem-note';
import { Button } from '@/components/ui/button';
import { Textarea } from '@/components/ui/textarea';
import { Sending } from './send';

interface ComposerProps {
  sessionId: string;
  chatId: string;
  onSent(): void;
}

/** Where one writes: Enter sends, with Shift it begins a line. */
export function Composer({ sessionId, chatId, onSent }: ComposerProps) {
  const [text, setText] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const latest = useRef<Sending | null>(null);
  const sending = useMutation({
    meta: { shown: true },
    mutationFn: () => {
      const draft = { sessionId, to: chatId, text: text.trim(), file };
      const isSame = latest.current?.draft.text === draft.text && latest.current.draft.file === file;
      if (latest.current === null || !isSame) latest.current = new Sending(draft);
      return latest.current.try();
    },
    onSuccess: () => {
      latest.current = null;
      setText('');
      setFile(null);
      onSent();
    },
  });
  const isEmpty = text.trim() === '' && file === null;
  const submit = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (!isEmpty && !sending.isPending) sending.mutate();
  };
  return (
    <form onSubmit={submit} className="grid gap-2 border-t p-3">
      <ProblemNote error={sending.error} />
      {file !== null && (
        <p className="flex items-center gap-2 rounded-md bg-muted px-3 py-1.5">
          <Paperclip className="size-4 shrink-0" aria-hidden />
          <span className="min-w-0 flex-1 truncate">{file.name}</span>
          <Button variant="ghost" size="icon-sm" aria-label="Remove the file" onClick={() => setFile(null)}>
            <X aria-hidden />
          </Button>
        </p>
      )}
      <div className="flex items-end gap-2">
        <FileButton onChoose={setFile} />
        <Textarea
          rows={1}
          aria-label="Message"
          placeholder={file === null ? 'Message' : 'Caption'}
          className="field-sizing-content max-h-40 min-h-9 flex-1 resize-none py-1.5"
          value={text}
          readOnly={sending.isPending}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) submit(event);
          }}
        />
        <Button type="submit" size="icon" aria-label="Send" busy={sending.isPending} disabled={isEmpty}>
          {!sending.isPending && <SendHorizontal aria-hidden />}
        </Button>
      </div>
    </form>
  );
}

function FileButton({ onChoose }: { onChoose(file: File): void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File"
        onChange={({ target }) => {
          const [chosen] = target.files ?? [];
          if (chosen) onChoose(chosen);
          target.value = '';
        }}
      />
      <Button variant="outline" size="icon" aria-label="Attach a file" onClick={() => input.current?.click()}>
        <Paperclip aria-hidden />
      </Button>
    </>
  );
}
