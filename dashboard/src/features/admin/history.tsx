import type { Metrics } from './admin-api';
import { moment } from './times';

const WIDTH = 300;
const HEIGHT = 60;

interface Props {
  label: string;
  /** Newest first. */
  samples: Metrics[];
  pick: (sample: Metrics) => number;
  unit: string;
}

/** A value over time as a line. What it shows is said in words too. */
export function History({ label, samples, pick, unit }: Props) {
  const values = samples.map(pick).reverse();
  const now = values.at(-1);
  const most = Math.max(...values, 1);
  const words = (value: number) => `${Math.round(value * 10) / 10}${unit}`;
  return (
    <figure className="bg-card grid gap-2 rounded-xl border p-4">
      <figcaption className="flex items-baseline justify-between text-sm">
        <span className="font-medium">{label}</span>
        <span className="text-muted-foreground tabular-nums">
          {now === undefined ? 'no samples yet' : `${words(now)}, at most ${words(Math.max(...values))}`}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="h-16 w-full" preserveAspectRatio="none" aria-hidden>
        <polyline
          points={values.map((value, index) => pointOf(index, values.length, value / most)).join(' ')}
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <p className="text-muted-foreground text-xs">
        {samples.length > 1 ? `since ${moment(samples.at(-1)?.sampledAt ?? null)}` : 'a sample every ten seconds'}
      </p>
    </figure>
  );
}

function pointOf(index: number, length: number, part: number): string {
  return `${(index / Math.max(1, length - 1)) * WIDTH},${HEIGHT - part * (HEIGHT - 4) - 2}`;
}
