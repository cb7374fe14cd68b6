import { proto } from '@whiskeysockets/baileys';
import { authorIn, chatInGroup, chatInStatus, chatWith, findIn, keyIn, type Chat } from '../chat.js';
import { compose, type Speech, type SpeechContext } from '../content/compose.js';
import { editAttribute } from '../content/unwrap.js';
import { Group, STATUS } from '../groups/group.js';
import { mayWrite, sendStatus, sendToGroup } from '../groups/messages.js';
import { newMessageId, type MessageRecord } from '../ledger.js';
import type { FileReference } from '../media/store.js';
import { sendMessage } from '../simulated-phone.js';
import type { User } from '../users.js';
import { pollOf } from '../votes.js';
import type { World } from '../world.js';
import { fileSpeech } from './file-speech.js';
import { pick } from './pick.js';
import { Problem, type Call } from './route.js';
import { NEEDED, type SayBody } from './say-body.js';
import { userAt, userOf } from './views.js';

/** Sends as a simulated person. @throws Problem 400 for a field that is missing, 404 for people and messages that are not there. */
export async function say(call: Call<SayBody>) {
  const { world, body } = call;
  const from = userOf(call);
  const to = addressee(world, from, body.to);
  const chat = chatTo(world, from, to);
  const said = await speech(world, chat, body);
  const content = compose(said, context(world, chat, body), world.now());
  if (to instanceof Group && !mayWrite(to, from, editAttribute(content))) throw refusal(from, to);
  const messageId = body.id ?? newMessageId();
  if (to instanceof Group) await sendToGroup(world, from, to, content, messageId);
  else if (to === STATUS) await sendStatus(world, from, content, messageId);
  else await sendMessage(world, from, to, content, messageId, pick(body, 'withheld'));
  return { messageId, ...('reference' in said && { file: fileView(said.reference) }) };
}

type Addressee = User | Group | typeof STATUS;

function chatTo(world: World, from: User, to: Addressee): Chat {
  if (to instanceof Group) return chatInGroup(world, from, to);
  return to === STATUS ? chatInStatus(world, from) : chatWith(from, to);
}

function addressee(world: World, from: User, to: string): Addressee {
  if (to === STATUS) return STATUS;
  const group = world.groups.get(to);
  if (!group) return userAt(world, to);
  if (!mayWrite(group, from)) throw refusal(from, group);
  return group;
}

function refusal({ phoneNumber }: User, { jid }: Group): Problem {
  return new Problem(403, 'Refused', `${phoneNumber} may not write that in ${jid}.`);
}

/** What a recipient must find. */
function fileView({ fileSha256, fileLength }: FileReference) {
  return { sha256: Buffer.from(fileSha256).toString('hex'), sizeBytes: fileLength };
}

async function speech(world: World, chat: Chat, body: SayBody): Promise<Speech> {
  const { type = 'text' } = body;
  const missing = NEEDED[type].filter((name) => body[name] === undefined);
  if (missing.length > 0) throw new Problem(400, 'Bad request', `${missing.join(' and ')} missing.`);
  const { text = '', latitude = 0, longitude = 0, contacts = [], question = '', options = [], emoji = '' } = body;
  switch (type) {
    case 'text':
      return { type, text };
    case 'image':
    case 'video':
    case 'audio':
    case 'voice':
    case 'document':
    case 'sticker':
    case 'videoNote':
      return fileSpeech(type, body, (plain, kind) => world.media.publish(plain, kind));
    case 'location':
      return { type, latitude, longitude, ...pick(body, 'name', 'address') };
    case 'contact':
      return { type, contacts };
    case 'poll':
      return { type, question, options, selectable: body.selectable ?? 0 };
    case 'vote':
      return vote(world, chat, body);
    case 'reaction':
      return { type, target: keyIn(chat, target(world, chat, body)), emoji };
    case 'edit':
      return { type, target: keyIn(chat, target(world, chat, body)), text };
    case 'delete':
      return { type, target: keyIn(chat, target(world, chat, body)) };
    case 'pin':
      return { type, target: keyIn(chat, target(world, chat, body)), seconds: body.seconds ?? 86_400 };
    case 'groupInvite': {
      const { group = '', inviteCode = '', groupName = '' } = body;
      return { type, group, inviteCode, groupName, ...pick(body, 'caption') };
    }
    case 'raw':
      return { type, message: rawMessage(body) };
  }
}

function vote(world: World, chat: Chat, body: SayBody): Speech {
  const record = target(world, chat, body);
  const poll = record.content && pollOf(record.content);
  if (!poll) throw new Problem(409, 'No poll', `${record.id} is no poll that somebody here has read.`);
  const { chosen = [] } = body;
  const unknown = chosen.filter((option) => !poll.options.includes(option));
  if (unknown.length > 0) throw new Problem(400, 'Bad request', `The poll has no option ${unknown.join(', ')}.`);
  const ballot = { secret: poll.secret, creator: authorIn(chat, record), voter: chat.me.jid(chat.space) };
  return { type: 'vote', poll: keyIn(chat, record), ...ballot, chosen };
}

function rawMessage({ message, protobuf }: SayBody): proto.IMessage {
  try {
    if (protobuf !== undefined) return proto.Message.decode(Buffer.from(protobuf, 'base64'));
    return proto.Message.fromObject(message ?? {});
  } catch (error) {
    throw new Problem(400, 'Bad request', `This is no Message: ${String(error)}`);
  }
}

function context(world: World, chat: Chat, body: SayBody): SpeechContext {
  const { replyTo, mentions = [] } = body;
  const quoted = replyTo === undefined ? undefined : messageIn(world, chat, replyTo);
  return {
    ...(quoted && { replyTo: { id: quoted.id, author: authorIn(chat, quoted), message: quoted.content ?? {} } }),
    mentions: mentions.map((number) => userAt(world, number).jid(chat.space)),
    ...pick(body, 'forwarded', 'viewOnce', 'disappearsAfterSeconds'),
  };
}

function target(world: World, chat: Chat, { messageId = '' }: SayBody): MessageRecord {
  return messageIn(world, chat, messageId);
}

function messageIn(world: World, chat: Chat, id: string): MessageRecord {
  const record = findIn(world, chat, id);
  if (!record) throw new Problem(404, 'Not found', `No message ${id} is in the chat with ${chat.jid}.`);
  return record;
}
