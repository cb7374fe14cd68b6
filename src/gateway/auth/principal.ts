export type Role = 'USER' | 'ADMIN';

/** The plan of a user. */
export type Tier = 'BASIC' | 'PRO' | 'MAX';

/** What an API key may be allowed to do. An access token may do all that its user may. */
export const ALL_SCOPES = [
  'sessions:read',
  'sessions:manage',
  'messages:send',
  'messages:read',
  'webhooks:manage',
  'events:read',
] as const;
export type Scope = (typeof ALL_SCOPES)[number];

/** Who is calling, and how far the credential reaches. */
export interface Principal {
  /** Owns everything that the call reads and makes. */
  userId: string;
  role: Role;
  tier: Tier;
  scopes: Scope[];
  /** The one session that an API key is bound to; null where the credential reaches all sessions of the user. */
  sessionId: string | null;
  /** A person signs in with a password and holds an access token; a program holds an API key. */
  via: 'accessToken' | 'apiKey';
  /** Which API key; null for access tokens. */
  keyId: string | null;
}
