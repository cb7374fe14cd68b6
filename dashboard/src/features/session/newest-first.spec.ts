import { type ListPage, withFresh } from './newest-first';

const keyOf = (item: string) => item.charAt(0);
const known = (...pages: ListPage<string>[]) => ({
  pages,
  pageParams: pages.map(({ nextCursor }) => nextCursor ?? ''),
});
const itemsOf = ({ pages }: { pages: ListPage<string>[] }) => pages.map(({ items }) => items);

it('puts what is new before what was known, and takes what has changed as it is now', () => {
  const list = known({ items: ['b', 'a'], nextCursor: 'a' }, { items: ['Z'], nextCursor: null });
  const fresh = { items: ['c', 'b2'], nextCursor: 'b' };
  expect(withFresh(list, fresh, keyOf)).toMatchObject({
    pages: [
      { items: ['c', 'b2', 'a'], nextCursor: 'a' },
      { items: ['Z'], nextCursor: null },
    ],
  });
});

it('moves up what was far down', () => {
  const list = known({ items: ['b', 'a'], nextCursor: 'a' }, { items: ['Y', 'Z'], nextCursor: null });
  expect(itemsOf(withFresh(list, { items: ['Z2', 'b'], nextCursor: 'b' }, keyOf))).toEqual([['Z2', 'b', 'a'], ['Y']]);
});

it('begins anew where something may lie between', () => {
  const list = known({ items: ['b', 'a'], nextCursor: null });
  expect(itemsOf(withFresh(list, { items: ['z', 'y'], nextCursor: 'y' }, keyOf))).toEqual([['z', 'y']]);
});

it('keeps all where there is nothing older than what came', () => {
  const list = known({ items: [], nextCursor: null });
  expect(itemsOf(withFresh(list, { items: ['a'], nextCursor: null }, keyOf))).toEqual([['a']]);
});
