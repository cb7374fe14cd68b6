import { contactCard } from './vcard.js';

describe('a contact card', () => {
  it('is made of a name and a number, so that WhatsApp offers a chat', () => {
    const card = contactCard({ name: 'Sari; Dewi', phone: '+62 812-3456-789' }, '/contacts/0');
    expect(card).toMatchObject({ name: 'Sari; Dewi', phone: '+628123456789' });
    expect(card.vcard).toContain('FN:Sari\\; Dewi\nTEL;type=CELL;waid=628123456789:+628123456789\n');
  });

  it('can be brought along, and then tells its name and number itself', () => {
    const vcard =
      'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bob\\, the builder\r\nitem1.TEL;waid=628111111:+62 811-111-1\r\nEND:VCARD';
    expect(contactCard({ vcard }, '/contacts/0')).toEqual({ name: 'Bob, the builder', phone: '+628111111', vcard });
  });

  it.each([
    [{}, '/contacts/0'],
    [{ name: 'Bob' }, '/contacts/0'],
    [{ name: 'Bob', phone: '0811' }, '/contacts/0/phone'],
    [{ vcard: 'Bob' }, '/contacts/0/vcard'],
  ])('that says %j is refused, naming the field', (written, pointer) => {
    expect(() => contactCard(written, '/contacts/0')).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED', errors: [expect.objectContaining({ pointer })] }),
    );
  });
});
