import { proto } from '@whiskeysockets/baileys';
import { isViewOnce } from './content/unwrap.js';
import { webMessage } from './conversations.js';
import { deliver } from './deliveries.js';
import { newMessageId } from './ledger.js';
import { seal } from './sealing.js';
import type { Companion, User } from './users.js';
import { stanza } from './wire/stanza.js';
import type { World } from './world.js';

/** What a phone and its companions tell each other about themselves; it is no message of anybody's. */

const { PeerDataOperationRequestType } = proto.Message;
const { Type } = proto.Message.ProtocolMessage;

/** From the phone to one of its companions. */
export async function tellCompanion(
  world: World,
  companion: Companion,
  protocolMessage: proto.Message.IProtocolMessage,
): Promise<void> {
  const { user } = companion;
  const { type, body } = await seal(world, user, companion, { protocolMessage });
  const attrs = {
    from: user.jid('pn'),
    id: newMessageId(),
    t: world.seconds(),
    type: 'text',
    category: 'peer',
    notify: user.name,
  };
  deliver(world, companion, stanza('message', attrs, [stanza('enc', { v: 2, type }, body)]));
}

/** Of what companions ask their phone, messages that they could not read are given; `stanzaId` names the question. */
export async function answerCompanion(
  world: World,
  companion: Companion,
  { protocolMessage }: proto.IMessage,
  stanzaId: string,
): Promise<void> {
  const asked = protocolMessage?.peerDataOperationRequestMessage;
  const peerDataOperationRequestType = asked?.peerDataOperationRequestType;
  if (peerDataOperationRequestType !== PeerDataOperationRequestType.PLACEHOLDER_MESSAGE_RESEND) return;
  const peerDataOperationResult = (asked?.placeholderMessageResendRequest ?? []).flatMap(({ messageKey }) =>
    placeholder(world, companion.user, messageKey ?? {}),
  );
  if (peerDataOperationResult.length === 0) return;
  const answer = { stanzaId, peerDataOperationRequestType, peerDataOperationResult };
  await tellCompanion(world, companion, {
    type: Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE,
    peerDataOperationRequestResponseMessage: answer,
  });
}

/** A phone keeps what is to be viewed once to itself. */
function placeholder(world: World, user: User, { remoteJid, fromMe, id, participant }: proto.IMessageKey) {
  const author = fromMe ? user : world.users.at(participant || (remoteJid ?? undefined));
  const record = author && world.messages.find(author.phoneNumber, id ?? '');
  if (!record?.content || !remoteJid || isViewOnce(record.content)) return [];
  const webMessageInfoBytes = proto.WebMessageInfo.encode(webMessage(world, user, remoteJid, record)).finish();
  return [{ placeholderMessageResendResponse: { webMessageInfoBytes } }];
}
