/** The purpose of the keys that seal what a webhook keeps secret. */
export const WEBHOOK_KEYS = 'webhook';

/** Where it belongs. A secret that is followed by another one moves to another column, and stays a secret. */
export function webhookPlace(webhookId: string, what: 'secret' | 'headers'): string {
  return `webhook/${webhookId}/${what}`;
}
