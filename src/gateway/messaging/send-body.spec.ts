import { SendBody } from './send-body.js';

const bodies = new SendBody();
const to = '628123456789';
const text = { to, type: 'text', text: 'hi' };
const poll = { to, type: 'poll', question: 'When?', options: ['today', 'never'] };
const problem = (code: string) => expect.objectContaining({ code });
const wrong = (pointer: string) =>
  expect.objectContaining({ code: 'VALIDATION_FAILED', errors: [expect.objectContaining({ pointer })] });

describe('bodies of sending routes', () => {
  it('are texts, in all forms', async () => {
    expect(await bodies.message(text)).toMatchObject(text);
    expect(await bodies.classicText({ to, message: 'hi' })).toMatchObject(text);
    expect(await bodies.classicSend({ to, message: 'hi' })).toMatchObject(text);
    expect(await bodies.classicSend({ ...text, clientRef: 'order-1' })).toMatchObject({ clientRef: 'order-1' });
  });

  it.each([
    { to, type: 'location', latitude: -6.17, longitude: 106.8, name: 'Monas' },
    { to, type: 'contact', contacts: [{ name: 'Sari', phone: '+62811111111' }] },
    { ...poll, selectable: 1 },
    { to, type: 'reaction', messageId: '3EB0', emoji: '👍' },
    { to, type: 'reaction', messageId: '3EB0', emoji: '' },
    { to, type: 'edit', messageId: '3EB0', text: 'better' },
    { to, type: 'delete', messageId: '3EB0' },
    { to, type: 'forward', messageId: '3EB0' },
    { to, type: 'image', media: { url: 'https://example.org/cat.jpg' }, caption: 'A cat', viewOnce: true },
    { to, template: 'hello', variables: { name: 'Bob' } },
    { ...text, sendAt: '2026-12-24T08:00:00+07:00' },
    { ...text, replyTo: '3EB0', mentions: ['+62811111111'] },
    { ...text, replyTo: null, mentions: [], viewOnce: false },
  ])('are of many kinds, as in the case %#', async (body) => {
    expect(await bodies.message(body)).toMatchObject(body);
    expect(await bodies.classicSend(body)).toMatchObject(body);
  });

  it.each([{ to, type: 'buttons', text: 'hi' }])('say that %j is not offered', async (body) => {
    await expect(bodies.message(body)).rejects.toEqual(problem('NOT_OFFERED'));
    await expect(bodies.classicSend(body)).rejects.toEqual(problem('NOT_OFFERED'));
  });

  it.each([
    [{ ...text, type: 'fax' }, '/type'],
    [{ to, text: 'hi' }, '/type'],
    [{ ...text, text: '' }, '/text'],
    [{ ...text, text: 'x'.repeat(65_537) }, '/text'],
    [{ ...text, text: 'a\0b' }, '/text'],
    [{ ...text, text: 'half a pair \ud83d' }, '/text'],
    [{ ...text, expiresInSeconds: 604_801 }, '/expiresInSeconds'],
    [{ ...text, expiresInSeconds: 0.5 }, '/expiresInSeconds'],
    [{ ...text, unknown: 1 }, '/unknown'],
    [{ to, type: 'image' }, '/media'],
    [{ to, type: 'image', media: {} }, '/media'],
    [{ to, type: 'image', media: { url: 'https://example.org/a', mediaId: 'b' } }, '/media'],
    [{ to, type: 'sticker', media: { mediaId: 'a' }, caption: 'x' }, '/caption'],
    [{ ...text, sendAt: 'tomorrow' }, '/sendAt'],
    [{ ...text, sendAt: '2026-12-24T08:00:00' }, '/sendAt'],
    [{ to, template: 'hello', variables: 'Bob' }, '/variables'],
    [{ ...text, viewOnce: true }, '/viewOnce'],
    [{ to, type: 'delete', messageId: '3EB0', replyTo: '3EB0' }, '/replyTo'],
    [{ to, type: 'reaction', messageId: '3EB0', emoji: 'ok' }, '/emoji'],
    [{ ...poll, options: ['one'] }, '/options'],
    [{ ...poll, options: ['one', 'one'] }, '/options'],
    [{ ...poll, selectable: 3 }, '/selectable'],
    [{ to, type: 'location', latitude: 91, longitude: 0 }, '/latitude'],
    [{ to, type: 'contact', contacts: [] }, '/contacts'],
    [{ to, type: 'contact', contacts: [{ name: 1, phone: '+62811111111' }] }, '/contacts/0/name'],
  ])('name the field that is wrong, as in the case %#', async (body, pointer) => {
    await expect(bodies.message(body)).rejects.toEqual(wrong(pointer));
  });

  it.each([undefined, [], 'text', null])('must be objects: %j is refused', async (body) => {
    await expect(bodies.message(body)).rejects.toEqual(problem('VALIDATION_FAILED'));
  });

  it('take what people write, up to 65536 characters', async () => {
    const long = '👋'.repeat(65_536);
    expect(await bodies.message({ ...text, text: long })).toMatchObject({ text: long });
  });
});
