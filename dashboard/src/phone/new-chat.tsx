import { useState } from 'react';
import { Button } from './ui/button';
import { useAct } from './act';
import * as api from './api';
import { Avatar } from './avatar';
import { Dialog } from './dialog';
import { go } from './place';
import { Problem } from './problem';
import { pretty } from './words';
import { Input, Label } from './ui/fields';

const MANY = 50;

/** Whom to write to: anybody who is on this WhatsApp, or a new contact with a number of one's choice. */
export function NewChat({
  person,
  people,
  onClose,
}: {
  person: api.Person;
  people: api.Person[];
  onClose: () => void;
}) {
  const [search, setSearch] = useState('');
  const digits = search.replace(/\D/g, '');
  const words = search.trim().toLowerCase();
  const found = people.filter(
    ({ name, phoneNumber }) => name.toLowerCase().includes(words) || (digits !== '' && phoneNumber.includes(digits)),
  );
  const begin = (chat: string) => {
    go({ phone: person.phoneNumber, chat });
    onClose();
  };
  const making = useAct(
    () => api.create('contact', { phoneNumber: digits }),
    ({ phoneNumber }) => begin(phoneNumber),
  );
  const isNew = /^[1-9]\d{6,14}$/.test(digits) && !people.some(({ phoneNumber }) => phoneNumber === digits);
  return (
    <Dialog title="New chat" onClose={onClose}>
      <div className="grid gap-2">
        <Label htmlFor="search">Name or number</Label>
        <Input id="search" value={search} onChange={({ target }) => setSearch(target.value)} />
      </div>
      <Problem text={making.error} />
      <ul className="grid max-h-80 gap-1 overflow-y-auto">
        {found.slice(0, MANY).map(({ phoneNumber, name, picture }) => (
          <li key={phoneNumber}>
            <button
              type="button"
              onClick={() => begin(phoneNumber)}
              className="hover:bg-accent focus-visible:ring-ring flex w-full items-center gap-3 rounded-lg p-2 text-left outline-none focus-visible:ring-2 focus-visible:ring-inset"
            >
              <Avatar id={phoneNumber} name={name} picture={picture} />
              <span className="min-w-0">
                <span className="block truncate font-medium">
                  {name} {phoneNumber === person.phoneNumber && '(this phone)'}
                </span>
                <span className="text-muted-foreground block text-sm">{pretty(phoneNumber)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.length > MANY && <p className="text-muted-foreground text-sm">Type more to find the others.</p>}
      {found.length === 0 && !isNew && (
        <p className="text-muted-foreground text-sm">Nobody. With a whole number you can make a new contact.</p>
      )}
      {isNew && (
        <Button disabled={making.isPending} onClick={() => making.act()}>
          Make a contact with {pretty(digits)}
        </Button>
      )}
    </Dialog>
  );
}
