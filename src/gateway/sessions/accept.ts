/** True when an `Accept` header likes a PNG picture better than JSON. Without a header, and when in doubt, it is JSON. */
export function prefersPng(accept: string | undefined): boolean {
  const ranges = (accept ?? '*/*').split(',').map(parseRange);
  return likes(ranges, 'image/png') > likes(ranges, 'application/json');
}

interface Range {
  type: string;
  quality: number;
}

function parseRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return { type, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
}

/** The quality of the most specific range that covers the type, as RFC 9110 12.5.1 wants it; a named type beats a wildcard. */
function likes(ranges: Range[], type: string): number {
  const [family] = type.split('/');
  const covers = [type, `${family}/*`, '*/*'];
  for (const [rank, cover] of covers.entries()) {
    const range = ranges.find((one) => one.type === cover);
    if (range) return range.quality === 0 ? 0 : range.quality - rank / 1000;
  }
  return 0;
}
