import { proto } from '@whiskeysockets/baileys';
import { verify } from './keys.js';
import {
  certificateChain,
  newServerIdentity,
  serverIdentityFromJson,
  serverIdentityToJson,
} from './noise-certificate.js';

describe('the Noise certificate', () => {
  const identity = newServerIdentity();
  const { leaf, intermediate } = proto.CertChain.decode(certificateChain(identity, Date.UTC(2026, 0, 1)));
  const details = (certificate: proto.CertChain.INoiseCertificate | null | undefined) =>
    proto.CertChain.NoiseCertificate.Details.decode(certificate?.details ?? new Uint8Array());
  const signed = (key: Uint8Array, certificate: proto.CertChain.INoiseCertificate | null | undefined) =>
    verify(key, certificate?.details ?? new Uint8Array(), certificate?.signature ?? new Uint8Array());

  it('chains from the root to the key of the server', () => {
    expect(signed(identity.root.public, intermediate)).toBe(true);
    expect(signed(details(intermediate).key ?? new Uint8Array(), leaf)).toBe(true);
    expect(Buffer.from(details(leaf).key ?? [])).toEqual(identity.leaf.public);
    expect(details(intermediate).issuerSerial).toBe(0);
  });

  it('convinces nobody who trusts another root', () => {
    expect(signed(newServerIdentity().root.public, intermediate)).toBe(false);
  });

  it('stays the same across the state file', () => {
    expect(serverIdentityFromJson(JSON.parse(JSON.stringify(serverIdentityToJson(identity))))).toEqual(identity);
  });
});
