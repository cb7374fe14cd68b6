import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { InboxFact, NewEvent } from '../../contracts/index.js';
import type { Tx } from '../../platform/database/index.js';
import type { SessionEntity } from '../sessions/index.js';
import { ContactBook, type Joined } from './contact-book.js';
import { contactEvent } from './contact-view.js';
import { ContactsRepository } from './contacts.repository.js';
import { type Sighting, sightingsIn, underOneAddress } from './sightings.js';

/** What a batch of facts says of people. */
export interface Met {
  /** The same facts, each person under one address. */
  facts: InboxFact[];
  /** Pairs that were not known: what is kept under the LID belongs to the chat by phone number. */
  joined: Joined[];
  events: NewEvent[];
}

/** Learns from facts who is who. */
@Injectable()
export class ContactFacts {
  constructor(private readonly repository: ContactsRepository) {}

  /**
   * One look for all people of a batch, and writes only where something is new. The caller holds the session's lock, and appends the
   * events to the log in the same transaction.
   */
  async meet(tx: Tx, { id: sessionId, whatsappId, lid }: SessionEntity, facts: InboxFact[]): Promise<Met> {
    const isOther = ({ told }: Sighting) => told.whatsappId !== whatsappId && (told.lid === null || told.lid !== lid);
    const sightings = facts.flatMap(sightingsIn).filter(isOther);
    if (sightings.length === 0) return { facts, joined: [], events: [] };
    const addresses = sightings.flatMap(({ told }) => [told.whatsappId, told.lid].filter((one) => one !== null));
    const book = new ContactBook(await this.repository.known(tx, sessionId, [...new Set(addresses)]), uuid);
    for (const { told, news } of sightings) book.take(told, news);
    const { changes, gone, joined } = book;
    await this.repository.save(
      tx,
      sessionId,
      changes.map(({ contact }) => contact),
      gone,
    );
    return {
      facts: facts.map((fact) => underOneAddress(fact, (jid) => book.chatOf(jid))),
      joined,
      events: book.toldOf.map(contactEvent),
    };
  }
}
