export interface Sample {
  atMs: number;
  value: number;
}

const HOUR_MS = 3_600_000;

/** What is added an hour, by least squares; 0 for fewer than two moments. */
export function slopePerHour(samples: Sample[]): number {
  const atMean = mean(samples.map(({ atMs }) => atMs));
  const valueMean = mean(samples.map(({ value }) => value));
  const spread = sum(samples.map(({ atMs }) => (atMs - atMean) ** 2));
  if (spread === 0) return 0;
  return (sum(samples.map(({ atMs, value }) => (atMs - atMean) * (value - valueMean))) / spread) * HOUR_MS;
}

function mean(values: number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
