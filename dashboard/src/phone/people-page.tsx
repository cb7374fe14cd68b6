import { useQuery } from '@tanstack/react-query';
import { Plus, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { Button } from './ui/button';
import { useAct } from './act';
import * as api from './api';
import { Avatar } from './avatar';
import { NewPerson } from './new-person';
import { go } from './place';
import { Problem } from './problem';
import { pretty } from './words';

/** Whose phone shall it be? */
export function PeoplePage() {
  const { data: people, error } = useQuery({ queryKey: ['people'], queryFn: api.people });
  const [creating, setCreating] = useState(false);
  const quick = useAct(
    () => api.create('phone', {}),
    ({ phoneNumber }) => go({ phone: phoneNumber }),
  );
  const phones = people?.filter(({ role }) => role === 'phone') ?? [];
  const contacts = people?.filter(({ role }) => role === 'contact') ?? [];
  return (
    <main className="mx-auto grid w-full max-w-3xl content-start gap-6 overflow-y-auto p-4 sm:p-8">
      <header className="flex flex-wrap items-end justify-between gap-4">
        <div>
          <h1 className="text-2xl font-semibold">Simulated phones</h1>
          <p className="text-muted-foreground">Whose phone do you want to hold?</p>
        </div>
        <Button onClick={() => setCreating(true)}>
          <Plus /> New phone or contact
        </Button>
      </header>
      <Problem text={error?.message ?? quick.error} />
      {people?.length === 0 && (
        <div className="grid justify-items-center gap-3 rounded-xl border border-dashed p-10 text-center">
          <Smartphone className="text-muted-foreground size-10" />
          <p>Nobody has a phone here yet. A phone scans QR codes, gets messages and answers them.</p>
          <Button disabled={quick.isPending} onClick={() => quick.act()}>
            Get a phone with a free number
          </Button>
        </div>
      )}
      <PeopleList title="Phones" note="can be linked to a session" people={phones} />
      <PeopleList title="Contacts" note="people that sessions write to" people={contacts} />
      {creating && <NewPerson onClose={() => setCreating(false)} />}
    </main>
  );
}

function PeopleList({ title, note, people }: { title: string; note: string; people: api.Person[] }) {
  if (people.length === 0) return null;
  return (
    <section aria-label={title} className="grid gap-2">
      <h2 className="text-sm font-medium">
        {title} <span className="text-muted-foreground font-normal">{note}</span>
      </h2>
      <ul className="grid gap-2 sm:grid-cols-2">
        {people.map((person) => (
          <li key={person.phoneNumber}>
            <button
              type="button"
              onClick={() => go({ phone: person.phoneNumber })}
              className="bg-card hover:bg-accent focus-visible:ring-ring flex w-full items-center gap-3 rounded-xl border p-3 text-left outline-none focus-visible:ring-2"
            >
              <Avatar id={person.phoneNumber} name={person.name} picture={person.picture} />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{person.name}</span>
                <span className="text-muted-foreground block truncate text-sm">
                  {pretty(person.phoneNumber)} · {stateOf(person)}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateOf({ online, role, devices }: api.Person): string {
  if (!online) return 'offline';
  if (role === 'contact') return 'online';
  if (devices.length === 0) return 'no linked device';
  return devices.length === 1 ? '1 linked device' : `${devices.length} linked devices`;
}
