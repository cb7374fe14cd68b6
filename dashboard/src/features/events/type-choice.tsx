import type { LiveEvent } from '@/lib/live';
import { EVENT_TYPES } from './event-types';

type EventType = LiveEvent['type'];

interface TypeChoiceProps {
  legend: string;
  /** None is all of them. */
  chosen: EventType[];
  choose(types: EventType[]): void;
}

/** Which types of events are wanted. */
export function TypeChoice({ legend, chosen, choose }: TypeChoiceProps) {
  const toggle = (type: EventType) =>
    choose(EVENT_TYPES.filter((one) => (one === type ? !chosen.includes(one) : chosen.includes(one))));
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className="grid max-h-44 gap-x-3 gap-y-1 overflow-y-auto rounded-md border p-2 sm:grid-cols-2">
        {EVENT_TYPES.map((type) => (
          <label key={type} className="flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-primary"
              checked={chosen.includes(type)}
              onChange={() => toggle(type)}
            />
            <code className="font-mono text-xs">{type}</code>
          </label>
        ))}
      </div>
      <p className="text-xs text-muted-foreground">
        {chosen.length === 0 ? 'None chosen: all of them, also those of later versions.' : `${chosen.length} chosen.`}
      </p>
    </fieldset>
  );
}
