import { readFileSync } from 'node:fs';

/** A row of a table in docs/metrics.md. */
export interface DocumentedMetric {
  name: string;
  type: string;
  unit: string;
  roles: string;
  labels: string[];
  help: string;
}

export function documentedMetrics(): DocumentedMetric[] {
  const rows = readFileSync('docs/metrics.md', 'utf8').matchAll(/^\| `([a-z0-9_]+)` +\| (.*) \|$/gm);
  return [...rows].map(([, name = '', rest = '']) => {
    const [type = '', unit = '', roles = '', labels = '', help = ''] = rest.split(' | ').map((cell) => cell.trim());
    return { name, type, unit, roles, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label!), help };
  });
}
