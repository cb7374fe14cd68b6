import { plainText } from './plain-text.js';

/** What a page says of itself in its head; null where it says nothing. */
export interface PageHead {
  title: string | null;
  description: string | null;
  /** As it stands there: absolute, or relative to the page. */
  image: string | null;
}

const MAX_TITLE_CHARS = 300;
const MAX_DESCRIPTION_CHARS = 500;
/** Longer tags are cut: none that matters here is. */
const MAX_TAG_CHARS = 4_096;

const TITLES = ['og:title', 'twitter:title'];
const DESCRIPTIONS = ['og:description', 'twitter:description', 'description'];
const IMAGES = ['og:image', 'og:image:url', 'og:image:secure_url', 'twitter:image'];

/** Reads Open Graph, Twitter's cards and plain HTML, in this order. Takes time in proportion to the length, whatever the page is. */
export function pageHead(html: string): PageHead {
  const said = metaTags(html);
  const first = (names: string[]) => names.map((name) => said.get(name)).find((value) => value) ?? null;
  return {
    title: cut(first(TITLES) ?? titleTag(html), MAX_TITLE_CHARS),
    description: cut(first(DESCRIPTIONS), MAX_DESCRIPTION_CHARS),
    image: first(IMAGES),
  };
}

/** The first of each name. */
function metaTags(html: string): Map<string, string> {
  const said = new Map<string, string>();
  const begins = /<meta[\s/]|<body[\s>]/gi;
  for (let found = begins.exec(html); found && !/^<body/i.test(found[0]); found = begins.exec(html)) {
    const end = html.indexOf('>', begins.lastIndex);
    if (end === -1) break;
    const { property, name, content } = attributes(
      html.slice(begins.lastIndex, Math.min(end, found.index + MAX_TAG_CHARS)),
    );
    const key = (property ?? name)?.toLowerCase();
    if (key && content && !said.has(key)) said.set(key, plainText(content));
    begins.lastIndex = end;
  }
  return said;
}

function attributes(tag: string): Record<string, string | undefined> {
  const found: Record<string, string> = {};
  for (const [, name = '', ...values] of tag.matchAll(/([a-z:-]{1,32})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi)) {
    found[name.toLowerCase()] ??= values.find((value) => value !== undefined) ?? '';
  }
  return found;
}

function titleTag(html: string): string | null {
  const begin = /<title(\s[^>]{0,500})?>/i.exec(html);
  if (!begin) return null;
  const from = begin.index + begin[0].length;
  const text = html.slice(from, from + MAX_TAG_CHARS);
  return plainText(text.split(/<\/title/i, 1)[0] ?? '');
}

function cut(text: string | null, limit: number): string | null {
  if (!text) return null;
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}
