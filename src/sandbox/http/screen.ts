import { describe } from '../content/describe.js';
import { loadFile } from '../media/files.js';
import { chatsOf, messagesIn, type ShownChat } from '../screen/chats.js';
import { watchScreen } from '../screen/changes.js';
import { contentOn } from '../screen/records.js';
import type { ShownMessage } from '../screen/thread.js';
import type { User } from '../users.js';
import { BytesAnswer, EventStream, Problem, route, type Call, type Route } from './route.js';
import { exampleUser, phoneView, time, userOf } from './views.js';

const tag = 'Screens';
const PAGE = 200;

/** Shown where it lies; everything else is offered to be saved, for a page among the files must not run here. */
const SHOWN = /^(image\/(jpeg|png|gif|webp)|audio\/[\w.+-]+|video\/[\w.+-]+)$/;

const exampleShown = {
  ...{ messageId: '3EB0C0FFEE0123456789AB', from: '15550002222', fromMe: false, at: '2026-01-01T12:00:00.000Z' },
  ...{ content: { type: 'text', text: 'Hello', preview: null }, hasFile: false, edited: false, votes: [] },
  ...{ reactions: [{ from: '15550001111', emoji: '👍' }], state: null, unread: true },
};

/** What people see who look at the phone of a simulated person, phone or contact: the page at `/phone` is made of it. */
export const screenRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/people',
    tag,
    summary: 'List phones and contacts',
    status: 200,
    answer: { people: [{ ...exampleUser, role: 'phone', picture: null, devices: [] }] },
    handle: (call) => ({ people: call.world.users.all().map((user) => personView(call, user)) }),
  }),
  route({
    method: 'GET',
    path: '/people/{phoneNumber}/chats',
    tag,
    summary: 'The chats of a phone, the newest first',
    status: 200,
    answer: {
      chats: [
        {
          chatId: '15550002222',
          kind: 'person',
          name: 'Bob',
          picture: null,
          members: [],
          unread: 1,
          last: exampleShown,
        },
      ],
    },
    handle: (call) => ({ chats: chatsOf(call.world, userOf(call)).map((chat) => chatView(call, chat)) }),
  }),
  route({
    method: 'GET',
    path: '/people/{phoneNumber}/chats/{chatId}/messages',
    tag,
    summary: 'The newest messages of a chat, oldest of them first',
    description:
      'With all that was done to them since: edits, deletions, reactions, votes. `chatId` is a phone number, the JID of a group, or ' +
      '`status@broadcast`. A phone shows what it has decrypted, so while it is offline nothing new.',
    query: { limit: { type: 'integer', minimum: 1, maximum: 10_000, description: `Default ${PAGE}.` } },
    status: 200,
    answer: { messages: [exampleShown], earlier: 0 },
    handle: (call) => {
      const all = messagesIn(call.world, userOf(call), call.params.chatId ?? '');
      const messages = all.slice(-Number(call.query.limit ?? PAGE));
      return { messages: messages.map(messageView), earlier: all.length - messages.length };
    },
  }),
  route({
    method: 'GET',
    path: '/people/{phoneNumber}/messages/{from}/{messageId}/file',
    tag,
    summary: 'The file of a message, decrypted',
    status: 200,
    handle: fileOf,
  }),
  route({
    method: 'GET',
    path: '/people/{phoneNumber}/changes',
    tag,
    summary: 'What changes on the screen, as Server-Sent Events',
    description:
      'Hints without content: `chat` and `typing` with the `chatId`, `call`, and `people` when somebody came, went or changed.',
    status: 200,
    handle: (call) => {
      const user = userOf(call);
      return new EventStream((send) => watchScreen(call.world, user, send));
    },
  }),
  route({
    method: 'GET',
    path: '/pictures/{of}',
    tag,
    summary: 'The picture of a person, by number, or of a group, by JID',
    query: { id: { type: 'string', description: 'Not looked at: another picture has another address by it.' } },
    status: 200,
    handle: ({ world, params }) => {
      const picture = world.pictures.get(params.of ?? '');
      if (!picture) throw new Problem(404, 'Not found', `${params.of} has no picture.`);
      return new BytesAnswer('image/jpeg', picture.jpeg);
    },
  }),
];

function personView(call: Call, user: User) {
  return { ...phoneView(user), role: user.role, about: user.about.text, picture: pictureOf(call, user.phoneNumber) };
}

function chatView(call: Call, chat: ShownChat) {
  return { ...chat, picture: pictureOf(call, chat.chatId), last: chat.last && messageView(chat.last) };
}

function messageView(message: ShownMessage) {
  return { ...message, at: time(message.at) };
}

/** Its path changes with the picture. */
function pictureOf({ world }: Pick<Call, 'world'>, of: string): string | null {
  const picture = world.pictures.get(of);
  return picture ? `/pictures/${encodeURIComponent(of)}?id=${picture.id}` : null;
}

async function fileOf(call: Call): Promise<BytesAnswer> {
  const { world, params } = call;
  const { from = '', messageId = '' } = params;
  const record = world.messages.find(from, messageId);
  const content = record && contentOn(userOf(call), record);
  if (!content) throw new Problem(404, 'Not found', `No message ${messageId} of ${from} is on this phone.`);
  const bytes = await loadFile(world, content).catch((error: unknown) => {
    throw new Problem(404, 'No file', error instanceof Error ? error.message : String(error));
  });
  const { mimetype, filename } = describe(content);
  const type = String(mimetype).split(';')[0]?.trim() ?? '';
  const name = encodeURIComponent(typeof filename === 'string' ? filename : 'file');
  return SHOWN.test(type)
    ? new BytesAnswer(type, bytes)
    : new BytesAnswer('application/octet-stream', bytes, {
        'content-disposition': `attachment; filename*=UTF-8''${name}`,
      });
}
