import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Page } from '@/components/page';
import { ProblemNote } from '@/components/problem-note';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { NativeSelect } from '@/components/ui/native-select';
import { useAct } from './act';
import * as api from './admin-api';

const TIERS = ['BASIC', 'PRO', 'MAX'] as const;
const LIMITS = { messagesPerHour: 'Messages an hour', callsPerHour: 'Calls an hour', sessions: 'Sessions' } as const;
const NUMBERS = {
  sessionOperationsPerMinute: [
    'Session operations a minute, of one user',
    'Connecting, stopping and the like; 0 for any number.',
  ],
  requestsPerAddress: [
    'Requests in 15 minutes without a good credential, from one address',
    'Such as signing in; 0 for any number.',
  ],
  eventRetentionDays: ['Days for which events are kept', 'Webhooks can be replayed that far.'],
  mediaRetentionDays: ['Days for which received files are kept', ''],
} as const;

/** What may change while the gateways run. */
export function SettingsPage() {
  const { data, error } = useQuery({ queryKey: ['admin', 'settings'], queryFn: api.settings });
  return (
    <Page title="System settings" about="They hold at all gateways within two seconds, over the environment.">
      <ProblemNote error={error} />
      {data && <SettingsForm key={JSON.stringify(data)} settings={data} />}
    </Page>
  );
}

function SettingsForm({ settings }: { settings: api.Settings }) {
  const { changed, ...first } = settings;
  const [draft, setDraft] = useState(first);
  const saving = useAct((wish: api.SettingsWish) => api.changeSettings(wish));
  const isSame = JSON.stringify(draft) === JSON.stringify(first);
  const setLimit = (tier: (typeof TIERS)[number], limit: keyof typeof LIMITS, value: number) =>
    setDraft({ ...draft, plans: { ...draft.plans, [tier]: { ...draft.plans[tier], [limit]: value } } });
  return (
    <form
      className="grid max-w-3xl gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(wishOf(first, draft));
      }}
    >
      <div className="grid max-w-sm gap-2">
        <Label htmlFor="registration">Registration</Label>
        <NativeSelect
          id="registration"
          value={draft.registration}
          onChange={({ target }) => setDraft({ ...draft, registration: target.value as 'open' | 'closed' })}
        >
          <option value="open">open: anybody may register</option>
          <option value="closed">closed: nobody may</option>
        </NativeSelect>
      </div>
      <fieldset className="grid gap-3">
        <legend className="mb-3 text-sm font-medium">Plans; 0 for any number</legend>
        {TIERS.map((tier) => (
          <fieldset key={tier} className="bg-card grid gap-3 rounded-xl border p-4 sm:grid-cols-3">
            <legend className="sr-only">{tier}</legend>
            <p aria-hidden className="text-sm font-medium sm:col-span-3">
              {tier}
            </p>
            {Object.entries(LIMITS).map(([limit, label]) => (
              <NumberField
                key={limit}
                id={`${tier}-${limit}`}
                label={label}
                value={draft.plans[tier][limit as keyof typeof LIMITS]}
                least={0}
                set={(value) => setLimit(tier, limit as keyof typeof LIMITS, value)}
              />
            ))}
          </fieldset>
        ))}
      </fieldset>
      <div className="grid gap-4">
        {Object.entries(NUMBERS).map(([name, [label, note]]) => (
          <NumberField
            key={name}
            {...{ id: name, label, note }}
            value={draft[name as keyof typeof NUMBERS]}
            least={name.endsWith('Days') ? 1 : 0}
            set={(value) => setDraft({ ...draft, [name]: value })}
          />
        ))}
        <div className="grid max-w-sm gap-2">
          <Label htmlFor="messageRetentionDays">Days for which messages are kept</Label>
          <Input
            id="messageRetentionDays"
            required
            value={draft.messageRetentionDays}
            onChange={({ target }) => setDraft({ ...draft, messageRetentionDays: target.value })}
          />
          <p className="text-muted-foreground text-xs">0 for ever; by kind what differs: 365,image=90,poll=0.</p>
        </div>
      </div>
      <ProblemNote error={saving.error} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={isSame || saving.isPending}>
          Save
        </Button>
        <Button
          variant="outline"
          disabled={changed.length === 0 || saving.isPending}
          onClick={() => saving.mutate(ALL_BACK)}
        >
          Back to what the environment says
        </Button>
      </div>
      {changed.length > 0 && (
        <p className="text-muted-foreground text-sm">Set here, and not by the environment: {changed.join(', ')}.</p>
      )}
    </form>
  );
}

const ALL_BACK: api.SettingsWish = {
  ...{ registration: null, plans: null, sessionOperationsPerMinute: null, requestsPerAddress: null },
  ...{ eventRetentionDays: null, mediaRetentionDays: null, messageRetentionDays: null },
};

/** Only what was changed, so that the rest goes on to follow the environment. */
function wishOf(before: Omit<api.Settings, 'changed'>, now: Omit<api.Settings, 'changed'>): api.SettingsWish {
  const isChanged = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
  const { plans, ...others } = now;
  const tiers = TIERS.filter((tier) => isChanged(before.plans[tier], plans[tier]));
  const changed = Object.entries(others).filter(([name, value]) =>
    isChanged(before[name as keyof typeof before], value),
  );
  return {
    ...Object.fromEntries(changed),
    ...(tiers.length > 0 && { plans: Object.fromEntries(tiers.map((tier) => [tier, plans[tier]])) }),
  };
}

interface NumberProps {
  id: string;
  label: string;
  note?: string;
  value: number;
  least: number;
  set: (value: number) => void;
}

function NumberField({ id, label, note, value, least, set }: NumberProps) {
  return (
    <div className="grid max-w-sm gap-2">
      <Label htmlFor={id}>{label}</Label>
      <Input
        id={id}
        type="number"
        required
        min={least}
        value={Number.isNaN(value) ? '' : value}
        onChange={({ target }) => set(target.valueAsNumber)}
      />
      {note && <p className="text-muted-foreground text-xs">{note}</p>}
    </div>
  );
}
