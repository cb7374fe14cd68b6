import { bearsToken } from './same-secret.js';

it('takes the token that was configured, and no other', () => {
  expect(bearsToken('Bearer right', 'right')).toBe(true);
  expect(bearsToken('bearer  right ', 'right')).toBe(true);
  expect(bearsToken('Bearer wrong', 'right')).toBe(false);
  expect(bearsToken('right', 'right')).toBe(false);
  expect(bearsToken(undefined, 'right')).toBe(false);
});

it('takes none where none was configured', () => {
  expect(bearsToken('Bearer undefined', undefined)).toBe(false);
  expect(bearsToken('Bearer ', undefined)).toBe(false);
});
