import { v7 } from 'uuid';
import { firstIdAt } from './first-id-at.js';

it('lies before all ids of its time and after all earlier ones', () => {
  const time = new Date('2026-01-15T10:30:00.000Z');
  const [before, then] = [v7({ msecs: time.getTime() - 1 }), v7({ msecs: time.getTime() })];
  expect([before < firstIdAt(time), firstIdAt(time) <= then]).toEqual([true, true]);
});
