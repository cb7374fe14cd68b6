import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getMetadataStorage } from 'class-validator';
import { EVENT_TYPES, type InboundContent, type ProblemCode, PROBLEMS } from './contracts/index.js';
import { SEND_KINDS, type SendKind } from './gateway/messaging/send-kinds.dto.js';
import { SendOptionsDto, TargetDto } from './gateway/messaging/send-options.dto.js';

const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  ...readdirSync('docs')
    .filter(isPage)
    .map((name) => join('docs', name)),
];
const GUIDE = readFileSync('docs/api-guide.md', 'utf8');
const ALL = PAGES.map((page) => readFileSync(page, 'utf8')).join('\n');

describe('the documentation', () => {
  it('has every kind that can be sent in its table, and no other', () => {
    expect([...sendable().keys()].sort()).toEqual(Object.keys(SEND_KINDS).sort());
  });

  it.each(Object.keys(SEND_KINDS) as SendKind[])('names the fields of %s, and no other', (kind) => {
    const isOwn = (field: string) => field !== 'type' && !OF_STATUS.includes(field);
    expect(sendable().get(kind)?.filter(isOwn).sort()).toEqual(fieldsOf(SEND_KINDS[kind]).filter(isOwn).sort());
  });

  it('names what all kinds have in common, and what a status has', () => {
    const options = [...fieldsOf(SendOptionsDto), ...fieldsOf(TargetDto), ...OF_STATUS];
    expect(options.filter((field) => !new RegExp(`[\`"]${field}[\`":]`).test(GUIDE))).toEqual([]);
  });

  it('has every event in its table, and names no other', () => {
    const table = section('## Events');
    expect([...table.matchAll(/^\| `([a-z_.]+)` /gm)].map(([, type]) => type)).toEqual([...EVENT_TYPES]);
    const groups = [...new Set(EVENT_TYPES.map((type) => type.split('.')[0]))].join('|');
    const named = [...ALL.matchAll(new RegExp(`\`((?:${groups})\\.[a-z_]+)\``, 'g'))].map(([, type]) => type);
    expect(named.filter((type) => !(EVENT_TYPES as readonly (string | undefined)[]).includes(type))).toEqual([]);
  });

  it('names every type of what comes in, and no other', () => {
    const [, sentence = ''] = /`type` is ([^]*?)\s+with WhatsApp's own name/.exec(section('## What comes in')) ?? [];
    expect(wordsIn(sentence).sort()).toEqual(Object.keys(INBOUND).sort());
  });

  it('gives codes of problems with the status that they have', () => {
    const named = [...ALL.matchAll(/\b([45]\d\d)\s+`([A-Z_]+|[a-z]+\.[a-z_]+)`/g)];
    expect(named.length).toBeGreaterThan(5);
    for (const [, status, code] of named) {
      expect([code, PROBLEMS[code as ProblemCode]?.status]).toEqual([code, Number(status)]);
    }
  });

  it.each(PAGES)('leads nowhere from %s that is not there', (page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
    const local = links.filter((link) => !/^https?:/.test(link));
    expect(local.filter((link) => !leadsSomewhere(page, link))).toEqual([]);
  });

  it('lists every page', () => {
    const index = readFileSync('docs/README.md', 'utf8');
    const pages = readdirSync('docs').filter((name) => isPage(name) && name !== 'README.md');
    expect(pages.filter((name) => !index.includes(`](${name})`))).toEqual([]);
  });
});

function isPage(name: string): boolean {
  return name.endsWith('.md');
}

/** Whether there is such a file and, where the link names one, such a heading. */
function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(target)) return false;
  return anchor === undefined || anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
}

/** Of headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Told in the section on status. */
const OF_STATUS = ['backgroundColor', 'font'];
/** All types, by the compiler's word. */
const INBOUND: Record<InboundContent['type'], true> = {
  text: true,
  image: true,
  video: true,
  videoNote: true,
  audio: true,
  voice: true,
  document: true,
  sticker: true,
  location: true,
  contact: true,
  groupInvite: true,
  poll: true,
  unsupported: true,
};

/** Which fields the table names for each kind: those that begin what stands in backticks. */
function sendable(): Map<string, string[]> {
  const rows = [...section('## What can be sent').matchAll(/^\| (`[^|]+) \| ([^|]*)\|$/gm)].slice(1);
  return new Map(rows.flatMap(([, kinds = '', fields = '']) => wordsIn(kinds).map((kind) => [kind, wordsIn(fields)])));
}

/** Words in backticks; a `?` says that a field may be left out. */
function wordsIn(text: string): string[] {
  return [...text.matchAll(/`(\w+)\??`/g)].map(([, word = '']) => word);
}

function section(heading: string): string {
  const start = GUIDE.indexOf(`\n${heading}\n`);
  if (start < 0) throw new Error(`the API guide has no section "${heading}"`);
  const rest = GUIDE.slice(start + heading.length + 1);
  const end = rest.search(/^##/m);
  return end < 0 ? rest : rest.slice(0, end);
}

/** The fields that are validated, without those that every kind has. */
function fieldsOf(dto: abstract new () => object): string[] {
  const all = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
  const inherited = dto === SendOptionsDto || dto === TargetDto ? [] : fieldsOf(SendOptionsDto);
  return [...new Set(all.map(({ propertyName }) => propertyName))].filter((name) => !inherited.includes(name));
}
