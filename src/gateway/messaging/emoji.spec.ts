import { isEmoji } from './emoji.js';

it.each(['👍', '❤️', '❤', '👩‍👩‍👧', '🇮🇩', '1️⃣', '👍🏽'])('takes %s for an emoji', (text) => {
  expect(isEmoji(text)).toBe(true);
});

it.each(['', 'a', '1', '👍👍', 'ok 👍', ' '])('takes %p for none', (text) => {
  expect(isEmoji(text)).toBe(false);
});
