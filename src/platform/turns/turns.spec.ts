import { Turns } from './turns.js';

function held() {
  let end: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  return { end, over };
}

it('lets so many go on at once, and the others in their order', async () => {
  const turns = new Turns(2, 5);
  const begun: number[] = [];
  const works = [held(), held(), held(), held()];
  const done = works.map(({ over }, at) =>
    turns.take(async () => {
      begun.push(at);
      await over;
      return at;
    }),
  );
  await Promise.resolve();
  expect(begun).toEqual([0, 1]);
  works[1]!.end();
  await done[1];
  await new Promise(setImmediate);
  expect(begun).toEqual([0, 1, 2]);
  for (const { end } of works) end();
  expect(await Promise.all(done)).toEqual([0, 1, 2, 3]);
});

it('refuses what would wait too long, and goes on after a failure', async () => {
  const turns = new Turns(1, 1);
  const first = held();
  const running = turns.take(() => first.over);
  const waiting = turns.take(() => Promise.reject(new Error('no luck')));
  await expect(turns.take(() => Promise.resolve(1))).rejects.toThrow('waiting');
  first.end();
  await running;
  await expect(waiting).rejects.toThrow('no luck');
  expect(await turns.take(() => Promise.resolve(2))).toBe(2);
});
