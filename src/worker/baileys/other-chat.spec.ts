import { isOtherChat } from './other-chat.js';

const BOB = '628111111@s.whatsapp.net';
const BOBS_LID = '111@lid';
const EVES_LID = '222@lid';
const GROUP = '120363041234567890@g.us';

const account = { read: (_type: string, id: string) => (id === '111_reverse' ? '628111111' : undefined) };
const isOther = (one: string, other: string) => isOtherChat(account, one, other);

describe('the chat that a device asks for a message of', () => {
  it.each([
    ['the same number', BOB, BOB],
    ['the number, with a device', BOB, '628111111:3@s.whatsapp.net'],
    ['the LID of the number', BOB, '111:0@lid'],
    ['a LID that WhatsApp never told the number of', BOB, EVES_LID],
    ['the same group', GROUP, GROUP],
    ['an address of a kind that is new', BOB, '628111111@hosted'],
  ])('may be the one it was sent to: %s', (_case, sentTo, asked) => {
    expect(isOther(sentTo, asked)).toBe(false);
  });

  it.each([
    ['another number', BOB, '628222222@s.whatsapp.net'],
    ['another LID', EVES_LID, '333@lid'],
    ['the LID of another number', '628222222@s.whatsapp.net', BOBS_LID],
    ['a person, of what was sent to a group', GROUP, BOB],
    ['another group', GROUP, '120363041234567891@g.us'],
    ['the status', 'status@broadcast', BOB],
  ])('is another: %s', (_case, sentTo, asked) => {
    expect(isOther(sentTo, asked)).toBe(true);
  });
});
