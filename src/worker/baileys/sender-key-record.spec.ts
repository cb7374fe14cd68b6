import { withoutSkippedKeys } from './sender-key-record.js';

describe('our own sender key', () => {
  it('loses the message keys it has skipped, and nothing else', () => {
    const chain = { senderKeyId: 7, senderChainKey: { iteration: 9, seed: 'abc' }, senderSigningKey: { private: 'p' } };
    const record = Buffer.from(JSON.stringify([{ ...chain, senderMessageKeys: [{ iteration: 8, seed: 'x' }] }]));
    expect(JSON.parse(withoutSkippedKeys(record).toString())).toEqual([{ ...chain, senderMessageKeys: [] }]);
  });
});
