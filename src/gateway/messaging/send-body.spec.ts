import { SendBody } from './send-body.js';

const bodies = new SendBody();
const text = { to: '628123456789', type: 'text', text: 'hi' };
const problem = (code: string) => expect.objectContaining({ code });

describe('bodies of sending routes', () => {
  it('reads a text, with a day to send it', async () => {
    const wish = { to: '628123456789', text: 'hi', clientRef: null, expiresInSeconds: 86_400 };
    expect(await bodies.message(text)).toEqual(wish);
    expect(await bodies.classicText({ to: '628123456789', message: 'hi' })).toEqual(wish);
  });

  it('reads either form on the route that takes both', async () => {
    expect((await bodies.classicSend({ to: '628123456789', message: 'hi' })).text).toBe('hi');
    expect((await bodies.classicSend({ ...text, clientRef: 'order-1' })).clientRef).toBe('order-1');
  });

  it.each([
    { ...text, type: 'image' },
    { to: '628123456789', type: 'poll', question: 'When?' },
    { ...text, replyTo: '3EB0' },
    { to: '628123456789', template: 'hello', variables: {} },
  ])('says that %j is not offered yet', async (body) => {
    await expect(bodies.message(body)).rejects.toEqual(problem('NOT_OFFERED'));
    await expect(bodies.classicSend(body)).rejects.toEqual(problem('NOT_OFFERED'));
  });

  it.each([
    undefined,
    [],
    {},
    { ...text, type: 'fax' },
    { ...text, text: '' },
    { ...text, text: 'x'.repeat(65_537) },
    { ...text, text: 'a\0b' },
    { ...text, text: 'half a pair \ud83d' },
    { ...text, expiresInSeconds: 604_801 },
    { ...text, expiresInSeconds: 0.5 },
    { ...text, unknown: 1 },
  ])('refuses wrong fields, as in the case %#', async (body) => {
    await expect(bodies.message(body)).rejects.toEqual(problem('VALIDATION_FAILED'));
  });

  it('takes what people write, up to 65536 characters', async () => {
    const long = '👋'.repeat(65_536);
    expect((await bodies.message({ ...text, text: long })).text).toBe(long);
  });
});
