import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export interface Template {
  id: string;
  name: string;
  body: string;
  createdAt: Date;
  updatedAt: Date;
}

/** What may change of a template; null: it stays. */
export type TemplateChange = Record<'name' | 'body', string | null>;

const COLUMNS = 'id, name, body, created_at as "createdAt", updated_at as "updatedAt"';

@Injectable()
export class TemplatesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Null when the user has one of that name. */
  async insert(userId: string, id: string, name: string, body: string): Promise<Template | null> {
    const rows: Template[] = await this.dataSource.query(
      `insert into template (id, user_id, name, body) values ($1, $2, $3, $4)
       on conflict (user_id, name) do nothing returning ${COLUMNS}`,
      [id, userId, name, body],
    );
    return rows[0] ?? null;
  }

  /** By name. */
  list(userId: string): Promise<Template[]> {
    return this.dataSource.query(`select ${COLUMNS} from template where user_id = $1 order by name`, [userId]);
  }

  async find(userId: string, nameOrId: string): Promise<Template | null> {
    const rows: Template[] = await this.dataSource.query(
      `select ${COLUMNS} from template where user_id = $1 and (name = $2 or id::text = $2) order by name = $2 desc limit 1`,
      [userId, nameOrId],
    );
    return rows[0] ?? null;
  }

  /** Null when another one of the user has that name, or when it is gone. */
  async update(userId: string, id: string, { name, body }: TemplateChange): Promise<Template | null> {
    const rows: Template[] = await this.dataSource.query(
      `with changed as (
         update template t set name = coalesce($3, name), body = coalesce($4, body), updated_at = now()
         where user_id = $1 and id = $2
           and not exists (select 1 from template other where other.user_id = $1 and other.name = $3 and other.id <> $2)
         returning *)
       select ${COLUMNS} from changed`,
      [userId, id, name, body],
    );
    return rows[0] ?? null;
  }

  async remove(userId: string, id: string): Promise<void> {
    await this.dataSource.query('delete from template where user_id = $1 and id = $2', [userId, id]);
  }
}
