import { createHash } from 'node:crypto';
import { decryptPollVote, type proto } from '@whiskeysockets/baileys';
import type { Content, MessageRef } from '../../contracts/index.js';
import type { AccountPort, Changes } from '../whatsapp/port.js';

/** What a vote is read with. */
export interface Poll {
  secret: Uint8Array;
  options: string[];
}

/** Who may have made a poll and who votes: WhatsApp encrypts with a phone number or a LID of each, and does not say which. */
export interface Voting {
  pollId: string;
  creators: string[];
  voters: string[];
}

const POLLS = 'poll';
/** Votes in a poll that is no longer among the newest ones can not be read. */
const REMEMBERED_POLLS = 1_000;
const SECRET_BYTES = 32;

type PollMemory = Pick<AccountPort, 'read' | 'olderThanNewest' | 'sentMessage'>;

/** What makes an account remember a poll, in place of its oldest ones; nothing where it has no secret. */
export function pollRemembered(
  memory: PollMemory,
  ref: MessageRef,
  poll: Extract<Content, { type: 'poll' }>,
  secret: Uint8Array | null,
): Changes {
  if (secret?.length !== SECRET_BYTES) return {};
  return remembered(memory, ref, { secret, options: poll.options });
}

/** The poll, with what makes the account remember it longer than the message is kept; null for one that is not known. */
export async function recallPoll(
  memory: PollMemory,
  ref: MessageRef,
): Promise<{ poll: Poll; remember: Changes } | null> {
  const known = memory.read(POLLS, idOf(ref)) as Poll | null;
  if (known) return { poll: known, remember: {} };
  const sent: unknown = ref.fromMe ? (await memory.sentMessage(ref.messageId))?.content : null;
  if (!isOwnPoll(sent)) return null;
  const poll = { secret: Buffer.from(sent.secret, 'base64'), options: sent.options };
  return { poll, remember: remembered(memory, ref, poll) };
}

/** The names of the options that were chosen; null when the vote is not for this poll by one of these voters. */
export function openVote(poll: Poll, voting: Voting, vote: proto.Message.IPollEncValue): string[] | null {
  for (const pollCreatorJid of voting.creators) {
    for (const voterJid of voting.voters) {
      const by = { pollCreatorJid, voterJid, pollMsgId: voting.pollId, pollEncKey: poll.secret };
      const hashes = decrypted(vote, by);
      if (hashes) return poll.options.filter((option) => hashes.has(hashOf(option)));
    }
  }
  return null;
}

function decrypted(
  vote: proto.Message.IPollEncValue,
  by: Parameters<typeof decryptPollVote>[1],
): ReadonlySet<string> | null {
  try {
    const { selectedOptions } = decryptPollVote(vote, by);
    return new Set((selectedOptions ?? []).map((hash) => Buffer.from(hash).toString('base64')));
  } catch {
    // The key is made of both addresses, and the seal shows whether they were the right ones.
    return null;
  }
}

function remembered(memory: PollMemory, ref: MessageRef, poll: Poll): Changes {
  const outlived = memory.olderThanNewest(REMEMBERED_POLLS - 1, POLLS).map((id) => [id, null] as const);
  return { [POLLS]: { ...Object.fromEntries(outlived), [idOf(ref)]: poll } };
}

/** Ids are unique per sender only. */
function idOf({ messageId, author }: MessageRef): string {
  return `${author}/${messageId}`;
}

function isOwnPoll(content: unknown): content is { type: 'poll'; options: string[]; secret: string } {
  return typeof content === 'object' && content !== null && 'secret' in content && typeof content.secret === 'string';
}

function hashOf(option: string): string {
  return createHash('sha256').update(option).digest('base64');
}
