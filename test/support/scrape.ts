/** A metric of a scrape, with all its samples. */
export interface Family {
  name: string;
  type: string;
  help: string;
  samples: Sample[];
}

export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** Reads Prometheus' text format. Throws on a line that is none of it. */
export function parseScrape(text: string): Map<string, Family> {
  const families = new Map<string, Family>();
  const family = (name: string) => {
    const found = families.get(name) ?? { name, type: '', help: '', samples: [] };
    families.set(name, found);
    return found;
  };
  for (const line of text.split('\n')) {
    const [, word, about = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (word === 'HELP') family(about).help = rest;
    else if (word === 'TYPE') family(about).type = rest;
    else if (line !== '') sampleInto(families, line);
  }
  return families;
}

function sampleInto(families: Map<string, Family>, line: string): void {
  const [, name, labels = '', value] = LINE.exec(line) ?? [];
  if (name === undefined) throw new Error(`this is no line of a scrape: ${line}`);
  const family = families.get(name) ?? families.get(name.replace(/_(bucket|sum|count)$/, ''));
  if (!family) throw new Error(`${name} has no type`);
  const pairs = [...labels.matchAll(LABEL)].map(([, label, text]) => [label, text]);
  family.samples.push({ name, labels: Object.fromEntries(pairs) as Record<string, string>, value: Number(value) });
}
