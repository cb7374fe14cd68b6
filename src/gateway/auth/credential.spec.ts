import { readCredential } from './credential.js';

describe('the credential of a request', () => {
  it.each([
    [{ 'x-api-key': 'wag_abc' }, { kind: 'apiKey', key: 'wag_abc' }],
    [{ authorization: 'Bearer wag_abc' }, { kind: 'apiKey', key: 'wag_abc' }],
    [{ authorization: 'bearer eyJ.a.b' }, { kind: 'accessToken', token: 'eyJ.a.b' }],
    [
      { authorization: 'Basic Zm9vOmJhcg==', 'x-api-key': 'wag_abc' },
      { kind: 'apiKey', key: 'wag_abc' },
    ],
  ])('is read from %j', (headers, credential) => {
    expect(readCredential(headers)).toEqual(credential);
  });

  it.each([{}, { authorization: 'Basic Zm9vOmJhcg==' }, { authorization: 'Bearer' }, { authorization: 'Bearer a b' }])(
    'is not found in %j',
    (headers) => {
      expect(readCredential(headers)).toBeNull();
    },
  );
});
