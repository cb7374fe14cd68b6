import { Webhook } from 'standardwebhooks';
import { newSecret, signedHeaders } from './signature.js';

const body = JSON.stringify({ id: 'evt_1', text: 'Grüße 👋' });
const now = () => Math.floor(Date.now() / 1000);

describe('signatures', () => {
  it('are accepted by the Standard Webhooks library', () => {
    const secret = newSecret();
    const headers = signedHeaders(secret, 'evt_1', now(), body);
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  });

  it('are refused for another body, another id and another secret', () => {
    const secret = newSecret();
    const headers = signedHeaders(secret, 'evt_1', now(), body);
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
    expect(() => new Webhook(secret).verify(body, { ...headers, 'webhook-id': 'evt_2' })).toThrow();
    expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow();
  });

  it('use secrets of 32 random bytes', () => {
    const secret = newSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newSecret()).not.toBe(secret);
  });
});
