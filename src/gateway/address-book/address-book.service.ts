import { Injectable } from '@nestjs/common';
import { cursorAt, idAt } from '../../platform/http/index.js';
import { parseJid } from '../../contracts/index.js';
import type { Principal } from '../auth/index.js';
import { Sessions } from '../sessions/index.js';
import { contactView } from './contact-view.js';
import type { ContactListDto, ListContactsDto } from './contacts.dto.js';
import { ContactsRepository } from './contacts.repository.js';

/** Looking at the people whom a session knows. */
@Injectable()
export class AddressBook {
  constructor(
    private readonly sessions: Sessions,
    private readonly repository: ContactsRepository,
  ) {}

  async list(caller: Principal, sessionId: string, query: ListContactsDto): Promise<ContactListDto> {
    await this.sessions.own(caller, sessionId);
    const { limit, cursor, search = null } = query;
    const after = cursor === undefined ? null : idAt(cursor);
    const found = await this.repository.page({ sessionId, search, after, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const contacts = shown.map(({ createdAt, updatedAt, ...contact }) => ({
      ...contactView(contact),
      createdAt,
      updatedAt,
    }));
    return { contacts, pagination: { limit, nextCursor: last ? cursorAt(last.id) : null } };
  }

  /** The best name of each person that has one, by the address of the chat. */
  async namesOf(sessionId: string, chatIds: string[]): Promise<Map<string, string>> {
    const known = await this.repository.named(sessionId, chatIds);
    const views = known.map(contactView);
    return new Map(views.flatMap(({ contactId, name }) => (name === null ? [] : [[contactId, name] as const])));
  }

  /** The address under which a chat is kept: a person that is named by LID may be known by phone number. */
  async chatOf(sessionId: string, jid: string): Promise<string> {
    if (parseJid(jid)?.kind !== 'lid') return jid;
    return (await this.repository.whatsappIdOf(sessionId, jid)) ?? jid;
  }

  /** Whether the session has had to do with the person at this address. */
  async knows(sessionId: string, jid: string): Promise<boolean> {
    return (await this.repository.named(sessionId, [jid])).length > 0;
  }
}
