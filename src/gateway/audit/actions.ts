/** What is written down, by its name in the log. A name never changes its meaning. */
export const ACTIONS = [
  'user.registered',
  'user.signed_in',
  'user.sign_in_failed',
  'user.refresh_token_reused',
  'user.signed_out_everywhere',
  'user.password_changed',
  'user.password_reset',
  'user.changed',
  'user.deleted',
  'api_key.created',
  'api_key.changed',
  'api_key.rotated',
  'api_key.revoked',
  'session.created',
  'session.logged_out',
  'session.deleted',
  'session.exported',
  'session.imported',
  'data.exported',
  'session.device_added',
  'webhook.created',
  'webhook.changed',
  'webhook.secret_rotated',
  'webhook.deleted',
  'worker.drained',
  'worker.removed',
  'settings.changed',
] as const;
export type Action = (typeof ACTIONS)[number];

/** Who acts: a user, with an access token or (`keyId`) by an API key. */
export interface Actor {
  userId: string;
  keyId: string | null;
}

export interface Deed {
  /** Null: nobody who had signed in. */
  actor: Actor | null;
  action: Action;
  /** Its kind, a slash and its id. */
  target?: `${'user' | 'api-key' | 'session' | 'webhook' | 'worker'}/${string}`;
  /** What else matters of it: names of fields, new values. Never a secret, a text or a phone number. */
  details?: Record<string, string | number | boolean | null>;
}
