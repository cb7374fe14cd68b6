import { accountKeyPlace, proxyPlace } from '../../mailbox/index.js';
import { objectKeyPlace } from '../../platform/object-store/index.js';
import { lastingSecretPlace } from '../lasting-secrets/index.js';
import { WEBHOOK_KEYS, webhookPlace } from '../webhooks/index.js';

export interface SealedColumn {
  name: string;
  /** As base64; else as bytes. */
  isText?: true;
  /** Where it belongs, by the id of its row and the column `placedBy`. */
  place: (id: string, placedBy: string) => string;
}

/** Everything in a table that ENCRYPTION_KEY seals. */
export interface SealedTable {
  kind: string;
  table: string;
  id: { column: string; type: 'uuid' | 'text' };
  /** A column that the place is made of. */
  placedBy?: string;
  /** Of keys that are derived for a purpose. */
  purpose?: string;
  columns: SealedColumn[];
}

/**
 * In the order in which they are sealed anew. Lasting secrets come last: as long as they need an older key, the gateway does not
 * start without it, and so nothing before them is left behind.
 */
export const SEALED_TABLES: SealedTable[] = [
  {
    kind: 'media',
    table: 'media',
    id: { column: 'id', type: 'uuid' },
    placedBy: 'object_key',
    columns: [{ name: 'body_key', place: (_id, key) => objectKeyPlace(key) }],
  },
  {
    kind: 'webhooks',
    table: 'webhook',
    id: { column: 'id', type: 'uuid' },
    purpose: WEBHOOK_KEYS,
    columns: [
      { name: 'secret', place: (id) => webhookPlace(id, 'secret') },
      { name: 'previous_secret', place: (id) => webhookPlace(id, 'secret') },
      { name: 'headers', place: (id) => webhookPlace(id, 'headers') },
    ],
  },
  {
    kind: 'proxies',
    table: 'mailbox.account',
    id: { column: 'session_id', type: 'text' },
    columns: [{ name: 'proxy', isText: true, place: proxyPlace }],
  },
  {
    kind: 'accounts',
    table: 'mailbox.account',
    id: { column: 'session_id', type: 'text' },
    columns: [{ name: 'dek', place: accountKeyPlace }],
  },
  {
    kind: 'lastingSecrets',
    table: 'lasting_secret',
    id: { column: 'name', type: 'text' },
    columns: [{ name: 'sealed', place: lastingSecretPlace }],
  },
];
