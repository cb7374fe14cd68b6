/** A part of an archive: rows of one query, of the user `$1`, and of the session `$2` where that is not null. */
export interface Part {
  name: string;
  query: string;
  /** Only in the archive of everything. */
  ofUser?: true;
}

const OWN_SESSIONS = `(select id from session where user_id = $1 and ($2::text is null or id = $2))`;
const OWN = (table: string, columns: string, order: string) =>
  `select ${columns} from ${table} where session_id in ${OWN_SESSIONS} order by ${order}`;
const USED = (column: string) => `user_id = $1 and ($2::text is null or session_id = $2) order by ${column}`;

/** Columns are named one by one: no hash, no key and no secret is ever among them. Messages and the bytes of files come beside these. */
export const PARTS: Part[] = [
  {
    name: 'user',
    ofUser: true,
    query: `select id, email, name, role, tier, active, created_at from users where id = $1 and $2::text is null`,
  },
  {
    name: 'sessions',
    query: `select id, name, status, reason, connection_message, whatsapp_id, lid, last_activity_at, created_at, updated_at
            from session where id in ${OWN_SESSIONS} order by created_at`,
  },
  {
    name: 'api-keys',
    query: `select id, session_id, name, prefix, scopes, allowed_ips, expires_at, last_used_at, created_at from api_key
            where ${USED('id')}`,
  },
  {
    name: 'webhooks',
    query: `select id, session_id, url, events, format, active, disabled_reason, last_success_at, created_at from webhook
            where ${USED('id')}`,
  },
  {
    name: 'templates',
    ofUser: true,
    query:
      'select id, name, body, created_at, updated_at from template where user_id = $1 and $2::text is null order by id',
  },
  {
    name: 'contacts',
    query: OWN(
      'contact',
      'session_id, whatsapp_id, lid, push_name, saved_name, verified_name, created_at',
      'session_id, id',
    ),
  },
  {
    name: 'chats',
    query: OWN(
      'chat',
      `session_id, chat_id, name, last_at, unread, marked_unread, archived, pinned_at, muted_until, ephemeral_seconds, labels`,
      'session_id, chat_id',
    ),
  },
  {
    name: 'connections',
    query: OWN('session_history', 'session_id, at, status, reason, code, message', 'session_id, id'),
  },
  {
    name: 'devices',
    query: OWN('session_device', 'session_id, device, is_own, was_there, seen_at', 'session_id, device'),
  },
  { name: 'labels', query: OWN('label', 'session_id, label_id, name, color, updated_at', 'session_id, label_id') },
  {
    name: 'receipts',
    query: `select m.session_id, m.message_id, r.member, r.delivered_at, r.read_at, r.played_at
            from message m join message_receipt r on r.message_id = m.id where m.session_id in ${OWN_SESSIONS}`,
  },
  {
    // A QR code is a credential, though for a minute only.
    name: 'events',
    query: `select session_id, sequence, type, chat_id, payload, created_at from event
            where session_id in ${OWN_SESSIONS} and type <> 'session.qr' order by session_id, sequence`,
  },
  {
    name: 'files',
    query: `select id, session_id, kind, mimetype, filename, size_bytes, encode(sha256, 'hex') as sha256, created_at from media
            where ${USED('id')}`,
  },
  {
    name: 'usage-days',
    query: `select day, session_id, key_id, kind, messages from usage_day where ${USED('day')}`,
  },
  {
    name: 'usage-hours',
    query: `select hour, session_id, key_id, kind, messages from usage_hour where ${USED('hour')}`,
  },
  {
    name: 'system-log',
    query: `select id, at, actor_id, key_id, action, target, details, address, request_id from system_log
            where case when $2::text is null then actor_id = $1 or target = 'user/' || $1 else target = 'session/' || $2 and actor_id = $1 end
            order by id`,
  },
];
