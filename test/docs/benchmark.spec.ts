import { readFileSync } from 'node:fs';
import { withNewestTable } from '../../bench/support/newest.mjs';

it('shows the newest figures of the benchmark in the README', async () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(await withNewestTable(readme)).toBe(readme);
});
