import type { Contact } from '@whiskeysockets/baileys';
import { newPicture, pairsAmong, savedContacts, verifiedContacts } from './told-contacts.js';

const ADA = '628111@s.whatsapp.net';

describe('what is told of people', () => {
  it('is which LID belongs to which number, once a pair', () => {
    const changes = { 'lid-mapping': { '6281234567': '777', '777_reverse': '6281234567' }, session: { x: 1 } };
    expect(pairsAmong(changes)).toEqual([{ whatsappId: '6281234567@s.whatsapp.net', lid: '777@lid' }]);
    expect(pairsAmong({ session: { x: 1 } })).toEqual([]);
  });

  it('is how they are saved, and of whom', () => {
    const saved = savedContacts([
      { id: '6281234567@s.whatsapp.net', lid: '777@lid', name: 'Ada' },
      { id: '778@lid', name: 'Bob' },
      { id: '6281234568@s.whatsapp.net', notify: 'not saved' },
      { id: '1203@g.us', name: 'a group' },
      { id: '6281234569@s.whatsapp.net', name: undefined } as unknown as Contact,
    ]);
    expect(saved).toEqual([
      { whatsappId: '6281234567@s.whatsapp.net', lid: '777@lid', savedName: 'Ada' },
      { whatsappId: null, lid: '778@lid', savedName: 'Bob' },
      { whatsappId: '6281234569@s.whatsapp.net', lid: null, savedName: null },
    ]);
  });

  it('is the verified name of a business, once', () => {
    const contact = { id: '6281234567@s.whatsapp.net', verifiedName: 'Shop Ltd', notify: 'shop' };
    const first = verifiedContacts([contact, { id: ADA, notify: 'Ada' }], { read: () => null });
    expect(first.told).toEqual([{ whatsappId: contact.id, lid: null, verifiedName: 'Shop Ltd' }]);
    expect(first.remember).toEqual({ 'verified-name': { [contact.id]: 'Shop Ltd' } });
    expect(verifiedContacts([contact], { read: () => 'Shop Ltd' }).told).toEqual([]);
  });

  it('is a new picture, or none', () => {
    const from = '6281234567@s.whatsapp.net';
    const change = (tag: string, attrs: Record<string, string>) =>
      newPicture({ tag: 'notification', attrs: { from }, content: [{ tag, attrs }] });
    expect(change('set', { id: '42' })).toEqual({ whatsappId: from, lid: null, pictureId: '42' });
    expect(change('delete', {})).toEqual({ whatsappId: from, lid: null, pictureId: null });
    expect(newPicture({ tag: 'notification', attrs: { from: '1@g.us' }, content: [] })).toBeNull();
  });
});
