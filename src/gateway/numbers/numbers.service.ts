import { Injectable } from '@nestjs/common';
import {
  type Address,
  NOT_ON_WHATSAPP,
  type NumberAnswer,
  parseRecipient,
  PATTERNS,
  phoneDigits,
  Problem,
} from '../../contracts/index.js';
import { KnownNumbers } from '../../mailbox/index.js';
import { wrongField } from '../../platform/problems/index.js';
import { AddressBook } from '../address-book/index.js';
import type { Principal } from '../auth/index.js';
import { type SessionEntity, Sessions } from '../sessions/index.js';
import { LiveQuestions } from '../workers/index.js';
import type { CheckedNumberDto, CheckedNumbersDto } from './numbers.dto.js';

const ANSWER_TIMEOUT_MS = 15_000;
/** A message is accepted, or not, while its caller waits. */
const BEFORE_SEND_TIMEOUT_MS = 1_000;

/** Asks WhatsApp for as few numbers as it can. */
@Injectable()
export class Numbers {
  constructor(
    private readonly sessions: Sessions,
    private readonly addressBook: AddressBook,
    private readonly known: KnownNumbers,
    private readonly live: LiveQuestions,
  ) {}

  /** Throws as {@link check} does. */
  async checkOne(caller: Principal, sessionId: string, phone: string): Promise<CheckedNumberDto> {
    await this.sessions.own(caller, sessionId);
    const number = numberIn(phone, 'phone');
    const answers = await this.answers(sessionId, [number]);
    return viewOf(number, answers);
  }

  /** Throws SESSION_NOT_CONNECTED, RATE_LIMITED for more than the session may ask for, and what LiveQuestions throws. */
  async check(caller: Principal, sessionId: string, phones: string[]): Promise<CheckedNumbersDto> {
    await this.sessions.own(caller, sessionId);
    const numbers = phones.map((phone, at) => numberIn(phone, `/phones/${at}`));
    const answers = await this.answers(sessionId, [...new Set(numbers)]);
    return { numbers: numbers.map((number) => viewOf(number, answers)) };
  }

  /**
   * The person at an address as callers write it, in the field `pointer`; a phone number in the form that WhatsApp knows it by. Throws CONTACT_NOT_FOUND, and what
   * {@link check} throws.
   */
  async person(sessionId: string, id: string, pointer: string): Promise<string> {
    const address = parseRecipient(id);
    if (address?.kind === 'lid') return address.jid;
    if (address?.kind !== 'person') throw wrongField(pointer, 'must be a phone number or the address of a person');
    const answer = (await this.answers(sessionId, [address.user])).get(address.user);
    if (answer?.exists) return answer.whatsappId ?? address.jid;
    throw new Problem('CONTACT_NOT_FOUND', `+${address.user} is not on WhatsApp.`);
  }

  /**
   * Throws `recipient.not_on_whatsapp` for a number that is not there. With `ask`, WhatsApp is asked for one of which nothing is known,
   * within a second; when that gives no answer, the number passes, and its worker finds out when it sends.
   */
  async refuseAbsent(
    { id, status }: SessionEntity,
    { kind, user, jid }: Address,
    { ask }: { ask: boolean },
  ): Promise<void> {
    if (kind !== 'person') return;
    const known = await this.known.find(user);
    const answer = known ?? (ask && status === 'CONNECTED' ? await this.askStranger(id, user, jid) : null);
    if (answer?.exists !== false) return;
    const detail = 'The number in /to is not on WhatsApp, as WhatsApp said within the last minutes.';
    throw new Problem(NOT_ON_WHATSAPP, detail, { errors: [{ pointer: '/to', detail: 'is not on WhatsApp' }] });
  }

  /** Null when the session has met that person already, or nobody said. */
  private async askStranger(sessionId: string, number: string, jid: string): Promise<NumberAnswer | null> {
    if (await this.addressBook.knows(sessionId, jid)) return null;
    return this.ask(sessionId, [number], BEFORE_SEND_TIMEOUT_MS).then(
      ([answer = null]) => answer,
      () => null,
    );
  }

  private async answers(sessionId: string, numbers: string[]): Promise<Answers> {
    const known = await Promise.all(numbers.map((number) => this.known.find(number)));
    const unknown = numbers.filter((_, at) => known[at] === null);
    const told = unknown.length > 0 ? await this.ask(sessionId, unknown) : [];
    const all = [...known, ...told].filter((answer) => answer !== null);
    return new Map(all.map((answer) => [answer.number, answer]));
  }

  private async ask(sessionId: string, numbers: string[], timeoutMs = ANSWER_TIMEOUT_MS): Promise<NumberAnswer[]> {
    const answers = await this.live.ask<NumberAnswer[]>(PATTERNS.numbers, sessionId, { numbers }, timeoutMs);
    for (const answer of answers) this.known.tell(answer);
    return answers;
  }
}

type Answers = Map<string, NumberAnswer>;

function numberIn(phone: string, pointer: string): string {
  const digits = phoneDigits(phone);
  if (digits === null) throw wrongField(pointer, 'must be a phone number in international form');
  return digits;
}

function viewOf(number: string, answers: Answers): CheckedNumberDto {
  const { exists = false, whatsappId = null, lid = null } = answers.get(number) ?? {};
  return { phone: `+${number}`, exists, ...(whatsappId !== null && { whatsappId }), ...(lid !== null && { lid }) };
}
