import { type Policy, refusal } from './policy.js';
import { ALL_SCOPES, type Principal } from './principal.js';

const person: Principal = {
  userId: 'u',
  role: 'USER',
  tier: 'BASIC',
  scopes: [...ALL_SCOPES],
  sessionId: null,
  via: 'accessToken',
  keyId: null,
};
const admin: Principal = { ...person, role: 'ADMIN' };
const program: Principal = { ...person, scopes: ['messages:send'], via: 'apiKey', keyId: 'k' };

const signedIn: Policy = { kind: 'signedIn' };
const personOnly: Policy = { kind: 'personOnly' };
const adminOnly: Policy = { kind: 'adminOnly' };
const send: Policy = { kind: 'scope', scope: 'messages:send' };
const manage: Policy = { kind: 'scope', scope: 'sessions:manage' };

const codeOf = (policy: Policy, caller: Principal, sessionId?: string) =>
  refusal(policy, caller, sessionId)?.code ?? null;

describe('who may call a route', () => {
  it('lets an access token do all that a user may', () => {
    expect([signedIn, personOnly, send, manage].map((policy) => codeOf(policy, person))).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('holds an API key to its scopes', () => {
    expect(codeOf(send, program)).toBeNull();
    expect(codeOf(manage, program)).toBe('FORBIDDEN');
  });

  it('keeps administration for people who are administrators', () => {
    expect(codeOf(adminOnly, admin)).toBeNull();
    expect(codeOf(adminOnly, person)).toBe('FORBIDDEN');
    expect(codeOf(adminOnly, { ...program, role: 'ADMIN' })).toBe('FORBIDDEN');
  });

  it('keeps API keys away from what is for people', () => {
    expect(codeOf(personOnly, program)).toBe('FORBIDDEN');
  });

  it('hides every other session from an API key that is bound to one', () => {
    const bound: Principal = { ...program, sessionId: 'alice' };
    expect(codeOf(send, bound, 'alice')).toBeNull();
    expect(codeOf(send, bound, 'bob')).toBe('SESSION_NOT_FOUND');
    expect(codeOf(manage, bound, 'bob')).toBe('SESSION_NOT_FOUND');
    expect(codeOf(send, bound)).toBeNull();
  });
});
