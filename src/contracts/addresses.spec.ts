import { bareJid, parseJid, parseRecipient, phoneDigits, phoneOf } from './addresses.js';

describe('addresses', () => {
  it.each([
    ['+62 812-3456-789', '628123456789@s.whatsapp.net'],
    ['628123456789', '628123456789@s.whatsapp.net'],
    ['628123456789@c.us', '628123456789@s.whatsapp.net'],
    ['628123456789@s.whatsapp.net', '628123456789@s.whatsapp.net'],
    ['98765432101234@lid', '98765432101234@lid'],
    ['120363041234567890@g.us', '120363041234567890@g.us'],
    ['628123456789-1600000000@g.us', '628123456789-1600000000@g.us'],
    ['120363041234567890@newsletter', '120363041234567890@newsletter'],
    ['status@broadcast', 'status@broadcast'],
  ])('reads %s as %s', (to, jid) => {
    expect(parseRecipient(to)?.jid).toBe(jid);
  });

  it.each([
    '',
    'bob',
    '0812345678',
    '12345',
    '+1234567890123456',
    'x@s.whatsapp.net',
    '123@example.org',
    '@lid',
    'a@b@lid',
  ])('refuses %p', (to) => {
    expect(parseRecipient(to)).toBeNull();
  });

  it('drops the device and the agent of a jid', () => {
    expect(bareJid('628123456789:12@s.whatsapp.net')).toBe('628123456789@s.whatsapp.net');
    expect(bareJid('987654321_1:3@lid')).toBe('987654321@lid');
    expect(parseJid('628123456789:12@s.whatsapp.net')?.user).toBe('628123456789');
  });

  it('gives a phone number for persons only', () => {
    expect(phoneOf('628123456789:2@s.whatsapp.net')).toBe('+628123456789');
    expect(phoneOf('98765432101234@lid')).toBeNull();
  });

  it('gives the digits of a number in international form', () => {
    expect(phoneDigits(' +62 (812) 345.678 ')).toBe('62812345678');
    expect(phoneDigits('call me')).toBeNull();
  });
});
