import { readFileSync } from 'node:fs';
import { SEND_KINDS } from './send-kinds.dto.js';

it('has every kind that can be sent in the table of the README', () => {
  const section = /### What can be sent\n([^]*?)\n##/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '';
  const named = [...section.matchAll(/^\| (`[^|]+) \|/gm)].slice(1).flatMap(([, kinds = '']) => kinds.match(/\w+/g));
  expect(named.sort()).toEqual(Object.keys(SEND_KINDS).sort());
});
