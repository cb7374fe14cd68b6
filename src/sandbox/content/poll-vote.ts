import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';

/** Bytes of the authentication tag at the end of an AES-GCM ciphertext. */
const TAG_BYTES = 16;

/** What a vote's key is made of. The addresses are bare JIDs, as the voter's phone wrote them. */
export interface Ballot {
  /** `messageContextInfo.messageSecret` of the poll. */
  secret: Uint8Array;
  pollId: string;
  creator: string;
  voter: string;
}

/** Encrypts the chosen options (their SHA-256) as WhatsApp does: only who has the poll's secret can read them. */
export function sealVote(ballot: Ballot, chosen: string[]): proto.Message.IPollEncValue {
  const selectedOptions = chosen.map(optionHash);
  const encIv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', voteKey(ballot), encIv).setAAD(associatedData(ballot));
  const vote = proto.Message.PollVoteMessage.encode({ selectedOptions }).finish();
  return { encIv, encPayload: Buffer.concat([cipher.update(vote), cipher.final(), cipher.getAuthTag()]) };
}

/** The chosen ones among the poll's options. @throws when the vote is not encrypted for this ballot. */
export function openVote(ballot: Ballot, sealed: proto.Message.IPollEncValue, options: string[]): string[] {
  const payload = Buffer.from(sealed.encPayload ?? []);
  const decipher = createDecipheriv('aes-256-gcm', voteKey(ballot), Buffer.from(sealed.encIv ?? []));
  decipher.setAAD(associatedData(ballot)).setAuthTag(payload.subarray(-TAG_BYTES));
  const vote = Buffer.concat([decipher.update(payload.subarray(0, -TAG_BYTES)), decipher.final()]);
  const chosen = proto.Message.PollVoteMessage.decode(vote).selectedOptions.map((hash) => hex(hash));
  return options.filter((option) => chosen.includes(hex(optionHash(option))));
}

/** HKDF with an empty salt and one block of output, written as the two HMACs it is. */
function voteKey({ secret, pollId, creator, voter }: Ballot): Buffer {
  const extracted = createHmac('sha256', Buffer.alloc(32)).update(secret).digest();
  const info = Buffer.concat([Buffer.from(`${pollId}${creator}${voter}Poll Vote`), Buffer.from([1])]);
  return createHmac('sha256', extracted).update(info).digest();
}

function associatedData({ pollId, voter }: Ballot): Buffer {
  return Buffer.from(`${pollId}\0${voter}`);
}

function optionHash(option: string): Buffer {
  return createHash('sha256').update(option).digest();
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
