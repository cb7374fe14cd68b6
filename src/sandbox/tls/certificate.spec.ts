import { X509Certificate } from 'node:crypto';
import { createAuthority, createLeaf } from './certificate.js';

describe('certificates', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const authority = createAuthority(now);
  const leaf = new X509Certificate(
    createLeaf(authority, { dns: ['localhost', 'a.test'], ip: ['127.0.0.1'] }, now).cert,
  );
  const root = new X509Certificate(authority.cert);

  it('of the authority are its own and say so', () => {
    expect(root.ca).toBe(true);
    expect(root.verify(root.publicKey)).toBe(true);
  });

  it('of servers are signed by the authority, for the names asked for and no others', () => {
    expect(leaf.ca).toBe(false);
    expect(leaf.checkIssued(root)).toBe(true);
    expect(leaf.verify(root.publicKey)).toBe(true);
    expect([leaf.checkHost('a.test'), leaf.checkIP('127.0.0.1')]).toEqual(['a.test', '127.0.0.1']);
    expect([leaf.checkHost('b.test'), leaf.checkIP('127.0.0.2')]).toEqual([undefined, undefined]);
  });

  it('are valid from the day before, for clocks that are behind', () => {
    expect(new Date(leaf.validFrom)).toEqual(new Date('2026-02-28T12:00:00Z'));
    expect(new Date(leaf.validTo).getTime()).toBeGreaterThan(now.getTime());
  });

  it('have serial numbers of their own', () => {
    expect(leaf.serialNumber).not.toBe(root.serialNumber);
  });
});
