import { useState } from 'react';
import { Button } from './ui/button';
import { useAct } from './act';
import * as api from './api';
import { Dialog } from './dialog';
import { go } from './place';
import { Problem } from './problem';
import { Input, Label } from './ui/fields';

/** Who the person is, and what it does by itself. */
export function PersonSettings({ person, onClose }: { person: api.Person; onClose: () => void }) {
  const [name, setName] = useState(person.name);
  const [about, setAbout] = useState(person.about);
  const [replyWith, setReplyWith] = useState(person.replyWith ?? '');
  const [autoRead, setAutoRead] = useState(person.autoRead);
  const saving = useAct(async () => {
    await api.setProfile(person, { name: name.trim(), about: about.trim() });
    await api.behave(person, { autoRead, replyWith: replyWith.trim() || null });
  }, onClose);
  return (
    <Dialog title="Settings" onClose={onClose}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          saving.act();
        }}
      >
        <div className="grid gap-2">
          <Label htmlFor="name">Name</Label>
          <Input id="name" required maxLength={100} value={name} onChange={({ target }) => setName(target.value)} />
        </div>
        <div className="grid gap-2">
          <Label htmlFor="about">About</Label>
          <Input id="about" maxLength={139} value={about} onChange={({ target }) => setAbout(target.value)} />
        </div>
        <div className="grid gap-2">
          <Label htmlFor="reply">Answers every text by itself with</Label>
          <Input
            id="reply"
            placeholder="nothing"
            value={replyWith}
            onChange={({ target }) => setReplyWith(target.value)}
          />
        </div>
        <label className="flex items-center gap-2 text-sm font-medium">
          <input
            type="checkbox"
            className="accent-primary size-4"
            checked={autoRead}
            onChange={({ target }) => setAutoRead(target.checked)}
          />
          Reads everything at once
        </label>
        <Problem text={saving.error} />
        <Button type="submit" disabled={saving.isPending}>
          Save
        </Button>
      </form>
      <Removal person={person} />
    </Dialog>
  );
}

function Removal({ person }: { person: api.Person }) {
  const [sure, setSure] = useState(false);
  const removing = useAct(
    () => api.remove(person),
    () => go({}),
  );
  const loss =
    person.role === 'phone'
      ? 'All its linked devices are logged out, and the number is not on WhatsApp any more.'
      : 'The number is not on WhatsApp any more.';
  return (
    <div className="grid gap-2 border-t pt-4">
      {sure ? (
        <>
          <p className="text-sm">{loss}</p>
          <div className="flex gap-2">
            <Button variant="destructive" disabled={removing.isPending} onClick={() => removing.act()}>
              Delete this {person.role}
            </Button>
            <Button variant="ghost" onClick={() => setSure(false)}>
              Keep it
            </Button>
          </div>
        </>
      ) : (
        <Button variant="outline" onClick={() => setSure(true)}>
          Delete this {person.role} …
        </Button>
      )}
      <Problem text={removing.error} />
    </div>
  );
}
