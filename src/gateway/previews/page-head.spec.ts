import { pageHead } from './page-head.js';

it('reads what a page says of itself, its own words for links first', () => {
  const page = `<!doctype html><html><head>
    <meta charset="utf-8"><title>Shop | Home</title>
    <meta name="description" content="plain">
    <META content='Menu &amp; prices' PROPERTY='og:title' />
    <meta property=og:description content="All we
       have &#8211; today"><meta property="og:image" content="/menu.jpg?a=1&amp;b=2">
  </head>`;
  expect(pageHead(page)).toEqual({
    title: 'Menu & prices',
    description: 'All we have – today',
    image: '/menu.jpg?a=1&b=2',
  });
});

it('falls back to plain HTML', () => {
  const page = '<title lang=en>\n Caf&eacute; &quot;Sari&quot;\u202e </title><meta name=Description content=Good>';
  expect(pageHead(page)).toEqual({ title: 'Caf&eacute; "Sari"', description: 'Good', image: null });
});

it('reads the head only, and the first of each', () => {
  const page = `<meta property="og:title" content="A"><meta property="og:title" content="B">
    <body><meta property="og:description" content="in the text">`;
  expect(pageHead(page)).toEqual({ title: 'A', description: null, image: null });
});

it('cuts what is too long', () => {
  const { title } = pageHead(`<title>${'😀'.repeat(1_000)}</title>`);
  expect([...title!]).toHaveLength(300);
  expect(title!.endsWith('…')).toBe(true);
});

it.each([
  '',
  'plain text',
  '<meta',
  '<meta property="og:title"',
  '<title>',
  '<meta property="og:title" content="',
  '\0&#0;',
])('finds nothing in %j', (page) => expect(pageHead(page)).toEqual({ title: null, description: null, image: null }));

it.each([
  ['tags that never end', '<meta '.repeat(90_000)],
  ['tags without end of value', '<meta a="'.repeat(60_000)],
  ['one endless tag', `<meta ${'a=" '.repeat(130_000)}>`],
  ['spaces', `<meta a${' '.repeat(500_000)}>`],
  ['titles', '<title '.repeat(70_000)],
  ['references', `<title>${'&#'.repeat(250_000)}</title>`],
])(
  'is through in seconds, not in minutes, with %s',
  (_name, page) => expect(pageHead(page)).toMatchObject({ image: null }),
  10_000,
);
