import { Injectable } from '@nestjs/common';
import {
  PATTERNS,
  parseJid,
  type PersonAddresses,
  type PersonAnswer,
  phoneOf,
  type PictureAnswer,
  Problem,
} from '../../contracts/index.js';
import { AddressBook } from '../address-book/index.js';
import type { Principal } from '../auth/index.js';
import { Numbers } from '../numbers/index.js';
import { Sessions } from '../sessions/index.js';
import { LiveQuestions } from '../workers/index.js';
import type {
  BlockedPersonDto,
  BlocklistDto,
  PersonDetailsDto,
  PersonDto,
  PersonPictureDto,
  PictureSize,
  SaveContactDto,
  SavedPersonDto,
  WatchedPresenceDto,
} from './people.dto.js';

const ANSWER_TIMEOUT_MS = 15_000;

/** All of it throws SESSION_NOT_CONNECTED, CONTACT_NOT_FOUND, what LiveQuestions throws, and what WhatsApp answers in its place. */
@Injectable()
export class People {
  constructor(
    private readonly sessions: Sessions,
    private readonly numbers: Numbers,
    private readonly addressBook: AddressBook,
    private readonly live: LiveQuestions,
  ) {}

  async details(caller: Principal, sessionId: string, contactId: string): Promise<PersonDetailsDto> {
    const jid = await this.find(caller, sessionId, contactId);
    const { about, business, blocked, ...addresses } = await this.ask<PersonAnswer>(PATTERNS.person, sessionId, {
      jid,
    });
    return { ...viewOf(addresses), name: await this.nameOf(sessionId, addresses), about, business, blocked };
  }

  /** Throws PICTURE_NOT_FOUND. */
  async picture(
    caller: Principal,
    sessionId: string,
    contactId: string,
    size: PictureSize = 'full',
  ): Promise<PersonPictureDto> {
    const jid = await this.find(caller, sessionId, contactId);
    const preview = size === 'preview';
    const { url } = await this.ask<PictureAnswer>(PATTERNS.personPicture, sessionId, { jid, preview });
    if (url === null) throw new Problem('PICTURE_NOT_FOUND', `${contactId} has no picture that this session may see.`);
    return { url };
  }

  /** Repeatable. */
  async block(caller: Principal, sessionId: string, contactId: string, blocked: boolean): Promise<BlockedPersonDto> {
    const jid = await this.find(caller, sessionId, contactId);
    await this.ask(PATTERNS.personBlock, sessionId, { jid, blocked });
    return { ...viewOf(addressOf(jid)), blocked };
  }

  /** On all devices of the account; the address book has it a moment later. Throws UNAVAILABLE while the phone has not sent its keys. */
  async save(caller: Principal, sessionId: string, contactId: string, name: SaveContactDto): Promise<SavedPersonDto> {
    const jid = await this.find(caller, sessionId, contactId);
    const { firstName, lastName = null } = name;
    await this.ask(PATTERNS.personSave, sessionId, { jid, saved: { firstName, lastName } });
    return { ...viewOf(addressOf(jid)), savedName: [firstName, lastName ?? []].flat().join(' ') };
  }

  /** Repeatable. Throws as {@link save} does. */
  async forget(caller: Principal, sessionId: string, contactId: string): Promise<void> {
    const jid = await this.find(caller, sessionId, contactId);
    await this.ask(PATTERNS.personSave, sessionId, { jid, saved: null });
  }

  async blocklist(caller: Principal, sessionId: string): Promise<BlocklistDto> {
    await this.sessions.own(caller, sessionId);
    const blocked = await this.ask<PersonAddresses[]>(PATTERNS.blocklist, sessionId, {});
    return { blocked: blocked.map(viewOf) };
  }

  /** Whether WhatsApp tells anything is a matter of the person's privacy, and of the session being `available` itself. */
  async watch(caller: Principal, sessionId: string, to: string): Promise<WatchedPresenceDto> {
    const group = parseJid(to);
    const isGroup = group?.kind === 'group';
    if (isGroup) await this.sessions.own(caller, sessionId);
    const jid = isGroup ? group.jid : await this.find(caller, sessionId, to, '/to');
    await this.ask(PATTERNS.presenceWatch, sessionId, { jid });
    return { sessionId, to: jid };
  }

  private async nameOf(sessionId: string, { whatsappId, lid }: PersonAddresses): Promise<string | null> {
    const addresses = [whatsappId, lid].filter((address) => address !== null);
    const names = await this.addressBook.namesOf(sessionId, addresses);
    return addresses.map((address) => names.get(address)).find((name) => name !== undefined) ?? null;
  }

  private async find(caller: Principal, sessionId: string, id: string, pointer = 'contactId'): Promise<string> {
    await this.sessions.own(caller, sessionId);
    return this.numbers.person(sessionId, id, pointer);
  }

  private ask<Answer>(pattern: string, sessionId: string, question: object): Promise<Answer> {
    return this.live.ask<Answer>(pattern, sessionId, question, ANSWER_TIMEOUT_MS);
  }
}

function addressOf(jid: string): PersonAddresses {
  const isLid = parseJid(jid)?.kind === 'lid';
  return { whatsappId: isLid ? null : jid, lid: isLid ? jid : null };
}

function viewOf({ whatsappId, lid }: PersonAddresses): PersonDto {
  const phoneNumber = whatsappId === null ? null : phoneOf(whatsappId);
  return {
    ...(whatsappId !== null && { whatsappId }),
    ...(phoneNumber !== null && { phoneNumber }),
    ...(lid !== null && { lid }),
  };
}
