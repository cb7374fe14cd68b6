import type { proto } from '@whiskeysockets/baileys';
import { findIn } from './chat.js';
import { openVote } from './content/poll-vote.js';
import { unwrap } from './content/unwrap.js';
import type { MessageRecord } from './ledger.js';
import type { User } from './users.js';
import type { World } from './world.js';

export interface Poll {
  options: string[];
  secret: Uint8Array;
}

/** The poll in a message; undefined when there is none, or its secret did not come along. */
export function pollOf(wrapped: proto.IMessage): Poll | undefined {
  const { message } = unwrap(wrapped);
  const poll = message.pollCreationMessage ?? message.pollCreationMessageV2 ?? message.pollCreationMessageV3;
  const secret = message.messageContextInfo?.messageSecret ?? wrapped.messageContextInfo?.messageSecret;
  if (!poll || !secret) return undefined;
  return { options: (poll.options ?? []).map((option) => option.optionName ?? ''), secret };
}

/**
 * What the voter chose, decrypted with the secret of the poll; null when that is not known or does not fit. Phones write either
 * address of a person into a vote's key, so each is tried.
 */
export function readVote(world: World, members: User[], record: MessageRecord): string[] | null {
  const update = record.content && unwrap(record.content).message.pollUpdateMessage;
  const pollId = update?.pollCreationMessageKey?.id;
  const pollRecord = pollId ? findIn(world, { members }, pollId) : undefined;
  const poll = pollRecord?.content && pollOf(pollRecord.content);
  const creator = members.find(({ phoneNumber }) => phoneNumber === pollRecord?.from);
  const voter = members.find(({ phoneNumber }) => phoneNumber === record.from);
  if (!pollId || !update?.vote || !poll || !creator || !voter) return null;
  for (const creatorJid of bothAddresses(creator)) {
    for (const voterJid of bothAddresses(voter)) {
      const ballot = { secret: poll.secret, pollId, creator: creatorJid, voter: voterJid };
      const chosen = tryOpen(ballot, update.vote, poll.options);
      if (chosen) return chosen;
    }
  }
  return null;
}

function tryOpen(...[ballot, sealed, options]: Parameters<typeof openVote>): string[] | undefined {
  try {
    return openVote(ballot, sealed, options);
  } catch {
    return undefined;
  }
}

function bothAddresses(user: User): string[] {
  return [user.jid('pn'), user.jid('lid')];
}
