import { type Contact, ContactBook, type News } from './contact-book.js';

const P = '6281234567@s.whatsapp.net';
const P2 = '6289999999@s.whatsapp.net';
const L = '777@lid';
const L2 = '888@lid';

const row = (id: string, fields: Partial<Contact>): Contact => ({
  ...{ id, whatsappId: null, lid: null, pushName: null, savedName: null, verifiedName: null, pictureId: null },
  ...fields,
});

/** What becomes of these rows. */
function told(known: Contact[], ...sightings: [Partial<Contact>, News?][]) {
  let made = 0;
  const book = new ContactBook(known, () => `new-${++made}`);
  for (const [{ id: _id, ...said }, news = 'known'] of sightings)
    book.take({ whatsappId: null, lid: null, ...said }, news);
  return book;
}

describe('a contact book', () => {
  it('makes one person of a number and its LID, and keeps what both were known by', () => {
    const book = told(
      [row('p', { whatsappId: P, pushName: 'Ada' }), row('l', { lid: L, savedName: 'Ada L.' })],
      [{ whatsappId: P, lid: L }],
    );
    expect(book.gone).toEqual(['l']);
    expect(book.joined).toEqual([{ whatsappId: P, lid: L }]);
    expect(book.changes).toMatchObject([
      { contact: { id: 'p', whatsappId: P, lid: L, pushName: 'Ada', savedName: 'Ada L.' }, merged: L, isNew: false },
    ]);
    expect(book.chatOf(L)).toBe(P);
  });

  it('says so too when a person known by LID only turns out to have a number', () => {
    const book = told([row('l', { lid: L })], [{ whatsappId: P, lid: L }]);
    expect(book.changes).toMatchObject([{ contact: { id: 'l', whatsappId: P }, merged: L }]);
    expect(book.chatOf(L)).toBe(P);
  });

  it('gives a number that has a new owner to the new one, and leaves the old one the LID', () => {
    const book = told([row('old', { whatsappId: P, lid: L })], [{ whatsappId: P, lid: L2 }]);
    expect(book.changes.map(({ contact }) => contact)).toEqual([
      row('old', { lid: L }),
      row('new-1', { whatsappId: P, lid: L2 }),
    ]);
    expect([book.chatOf(L), book.chatOf(L2)]).toEqual([L, P]);
    expect(book.gone).toEqual([]);
  });

  it('keeps the person who changes the number, and takes in who was known by the new one only', () => {
    const book = told(
      [row('ada', { whatsappId: P, lid: L }), row('new', { whatsappId: P2 })],
      [{ whatsappId: P2, lid: L }],
    );
    expect(book.gone).toEqual(['ada']);
    expect(book.chatOf(L)).toBe(P2);
    expect(book.chatOf(P)).toBe(P);
  });

  it('lets two people exchange numbers', () => {
    const known = [row('a', { whatsappId: P, lid: L }), row('b', { whatsappId: P2, lid: L2 })];
    const book = told(known, [{ whatsappId: P, lid: L2 }], [{ whatsappId: P2, lid: L }]);
    expect(book.gone).toEqual([]);
    expect([book.chatOf(L), book.chatOf(L2)]).toEqual([P2, P]);
  });

  it('has nothing to say where nothing is new, whatever the order of addresses', () => {
    const known = [row('p', { whatsappId: P, lid: L, pushName: 'Ada' })];
    const book = told(known, [{ whatsappId: P, pushName: 'Ada' }], [{ lid: L }], [{ whatsappId: P, lid: L }]);
    expect(book.changes).toEqual([]);
    expect(book.joined).toEqual([]);
  });

  it('takes people in who were not known, as news only where they were told of', () => {
    const book = told([], [{ whatsappId: P, pushName: 'Ada' }], [{ whatsappId: P2, savedName: 'Bob' }, 'always']);
    expect(book.changes).toMatchObject([
      { contact: { whatsappId: P, pushName: 'Ada' }, isNew: true },
      { contact: { whatsappId: P2, savedName: 'Bob' }, isNew: true },
    ]);
    expect(book.toldOf).toMatchObject([{ contact: { whatsappId: P2 } }]);
  });

  it('tells of the past only that two are one', () => {
    const known = [row('p', { whatsappId: P }), row('l', { lid: L }), row('b', { whatsappId: P2 })];
    const book = told(
      known,
      [{ whatsappId: P, lid: L, savedName: 'Ada' }, 'never'],
      [{ whatsappId: P2, savedName: 'Bob' }, 'never'],
    );
    expect(book.changes).toHaveLength(2);
    expect(book.toldOf).toMatchObject([{ contact: { id: 'p' }, merged: L }]);
  });

  it('takes a name away that is gone, and not one that is only not said', () => {
    const known = [row('p', { whatsappId: P, savedName: 'Ada', pushName: 'A' })];
    const book = told(known, [{ whatsappId: P, savedName: null }, 'always']);
    expect(book.changes).toMatchObject([{ contact: { savedName: null, pushName: 'A' } }]);
  });
});
