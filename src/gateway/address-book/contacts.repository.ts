import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Tx } from '../../platform/database/index.js';
import type { Contact } from './contact-book.js';

/** Which contacts a list shows, from which place on. */
export interface ContactPage {
  sessionId: string;
  /** Part of a name, or of the digits of the number; null: all of them. */
  search: string | null;
  after: string | null;
  limit: number;
}

/** A contact with when it was seen first, and when something of it changed. */
export type StoredContact = Contact & { createdAt: Date; updatedAt: Date };

const COLUMNS = `id, whatsapp_id as "whatsappId", lid, push_name as "pushName", saved_name as "savedName",
  verified_name as "verifiedName", picture_id as "pictureId"`;

@Injectable()
export class ContactsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Those with one of these addresses, outside of a transaction. */
  named(sessionId: string, addresses: string[]): Promise<Contact[]> {
    return this.known(this.dataSource.manager, sessionId, addresses);
  }

  /** Those with one of these addresses. */
  known(tx: Tx, sessionId: string, addresses: string[]): Promise<Contact[]> {
    return tx.query(
      `select ${COLUMNS} from contact where session_id = $1 and whatsapp_id = any($2)
       union select ${COLUMNS} from contact where session_id = $1 and lid = any($2)`,
      [sessionId, addresses],
    );
  }

  /** Writes rows as they are to be; the caller holds the session's lock. */
  async save(tx: Tx, sessionId: string, contacts: Contact[], gone: string[]): Promise<void> {
    if (gone.length > 0) await tx.query('delete from contact where id = any($1)', [gone]);
    if (contacts.length === 0) return;
    await tx.query(
      `insert into contact (id, session_id, whatsapp_id, lid, push_name, saved_name, verified_name, picture_id)
       select id, $1, "whatsappId", lid, "pushName", "savedName", "verifiedName", "pictureId"
       from jsonb_to_recordset($2::jsonb) as told(id uuid, "whatsappId" text, lid text, "pushName" text,
              "savedName" text, "verifiedName" text, "pictureId" text)
       on conflict (id) do update set whatsapp_id = excluded.whatsapp_id, lid = excluded.lid,
              push_name = excluded.push_name, saved_name = excluded.saved_name,
              verified_name = excluded.verified_name, picture_id = excluded.picture_id, updated_at = now()`,
      [sessionId, JSON.stringify(contacts)],
    );
  }

  /** In the order in which they became known. */
  page({ sessionId, search, after, limit }: ContactPage): Promise<StoredContact[]> {
    return this.dataSource.query(
      `select ${COLUMNS}, created_at as "createdAt", updated_at as "updatedAt" from contact
       where session_id = $1 and ($2::uuid is null or id > $2)
         and ($3::text is null or strpos(lower(concat_ws(' ', saved_name, push_name, verified_name)), $3) > 0
              or strpos(coalesce(whatsapp_id, lid), coalesce(nullif(ltrim($3, '+'), ''), $3)) > 0)
       order by id limit $4`,
      [sessionId, after, search?.toLowerCase() ?? null, limit],
    );
  }

  /** The address by phone number of who has this LID; null when it is not known. */
  async whatsappIdOf(sessionId: string, lid: string): Promise<string | null> {
    const rows: { whatsappId: string | null }[] = await this.dataSource.query(
      'select whatsapp_id as "whatsappId" from contact where session_id = $1 and lid = $2',
      [sessionId, lid],
    );
    return rows[0]?.whatsappId ?? null;
  }
}
