import { useState } from 'react';
import { Button } from './ui/button';
import { useAct } from './act';
import * as api from './api';
import { Dialog } from './dialog';
import { go } from './place';
import { Problem } from './problem';
import { Input, Label } from './ui/fields';

/** Makes a phone, or a contact, with the number one likes. */
export function NewPerson({ onClose }: { onClose: () => void }) {
  const [role, setRole] = useState<api.Person['role']>('phone');
  const [name, setName] = useState('');
  const [number, setNumber] = useState('');
  const phoneNumber = number.replace(/[\s()+-]/g, '');
  const making = useAct(
    () => api.create(role, { ...(name.trim() && { name: name.trim() }), ...(phoneNumber && { phoneNumber }) }),
    (person) => go({ phone: person.phoneNumber }),
  );
  return (
    <Dialog title="New phone or contact" onClose={onClose}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          making.act();
        }}
      >
        <fieldset className="grid gap-2">
          <legend className="mb-2 text-sm font-medium">What is it?</legend>
          <RoleChoice
            role="phone"
            chosen={role}
            choose={setRole}
            note="scans QR codes: sessions are its linked devices"
          />
          <RoleChoice role="contact" chosen={role} choose={setRole} note="somebody whom sessions write to" />
        </fieldset>
        <div className="grid gap-2">
          <Label htmlFor="name">Name</Label>
          <Input id="name" value={name} maxLength={100} onChange={({ target }) => setName(target.value)} />
        </div>
        <div className="grid gap-2">
          <Label htmlFor="number">Phone number, with the country code</Label>
          <Input
            id="number"
            inputMode="tel"
            placeholder="a free one"
            value={number}
            onChange={({ target }) => setNumber(target.value)}
          />
        </div>
        <Problem text={making.error} />
        <Button type="submit" disabled={making.isPending}>
          Create
        </Button>
      </form>
    </Dialog>
  );
}

interface ChoiceProps {
  role: api.Person['role'];
  chosen: api.Person['role'];
  choose: (role: api.Person['role']) => void;
  note: string;
}

function RoleChoice({ role, chosen, choose, note }: ChoiceProps) {
  return (
    <label className="has-checked:border-primary flex items-start gap-3 rounded-lg border p-3">
      <input
        type="radio"
        name="role"
        className="accent-primary mt-1"
        checked={chosen === role}
        onChange={() => choose(role)}
      />
      <span>
        <span className="block font-medium capitalize">{role}</span>
        <span className="text-muted-foreground block text-sm">{note}</span>
      </span>
    </label>
  );
}
