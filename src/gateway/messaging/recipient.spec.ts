import { recipientOf } from './recipient.js';

describe('recipients', () => {
  it.each([
    ['+62 812-3456-789', '628123456789@s.whatsapp.net'],
    ['628123456789@c.us', '628123456789@s.whatsapp.net'],
    ['98765432101234@lid', '98765432101234@lid'],
    ['120363041234567890@g.us', '120363041234567890@g.us'],
    ['status@broadcast', 'status@broadcast'],
    ['120363041234567890@newsletter', '120363041234567890@newsletter'],
  ])('sends to %s', (to, jid) => {
    expect(recipientOf(to).jid).toBe(jid);
  });

  it.each(['bob', '0812345678', '123@example.org'])('refuses %s', (to) => {
    expect(() => recipientOf(to)).toThrow(expect.objectContaining({ code: 'RECIPIENT_INVALID' }));
  });
});
