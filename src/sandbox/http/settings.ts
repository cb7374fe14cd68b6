import type { ChatModification } from '@whiskeysockets/baileys';
import { changeSetting, settingsOf } from '../settings.js';
import type { User } from '../users.js';
import type { World } from '../world.js';
import { Problem, route, type Route } from './route.js';
import { userAt, userOf } from './views.js';

const tag = 'Phones';

interface SettingBody {
  chat?: string;
  pin?: boolean;
  archive?: boolean;
  muteUntil?: number;
  read?: boolean;
  messageId?: string;
  star?: boolean;
  contactName?: string;
  name?: string;
  label?: { id: string; name: string; color?: number; deleted?: boolean };
  labelId?: string;
  labelled?: boolean;
}

/** What WhatsApp keeps in step between the devices of an account. */
export const settingRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/phones/{phoneNumber}/settings',
    tag,
    summary: 'Settings of account and chats',
    description: 'As the phone decrypts them, whichever device set them.',
    status: 200,
    answer: {
      settings: [
        {
          collection: 'regular_low',
          index: ['pin_v1', '15550002222@s.whatsapp.net'],
          value: { pinAction: { pinned: true } },
        },
      ],
    },
    handle: async (call) => ({ settings: await settingsOf(userOf(call, 'phone')) }),
  }),
  route<SettingBody>({
    method: 'POST',
    path: '/phones/{phoneNumber}/settings',
    tag,
    summary: 'Change a setting on the phone itself',
    description:
      '`name` and `label` are of the account; the others need `chat`, a number or the JID of a group. One at a time.',
    body: {
      type: 'object',
      properties: {
        chat: { type: 'string' },
        pin: { type: 'boolean' },
        archive: { type: 'boolean' },
        muteUntil: { type: 'integer', minimum: 0, description: 'Milliseconds since 1970; 0 ends it.' },
        read: { type: 'boolean', description: 'False marks the chat unread.' },
        star: { type: 'boolean', description: 'Of the message `messageId`.' },
        messageId: { type: 'string' },
        contactName: { type: 'string', description: 'As the phone saved the person.' },
        name: { type: 'string', description: 'Push name.' },
        label: {
          type: 'object',
          description: 'Makes, changes or deletes a label.',
          properties: {
            id: { type: 'string' },
            name: { type: 'string' },
            color: { type: 'integer', minimum: 0, maximum: 19 },
            deleted: { type: 'boolean' },
          },
          required: ['id', 'name'],
        },
        labelled: {
          type: 'boolean',
          description: 'Puts the label `labelId` on the chat, or its message `messageId`, or takes it off.',
        },
        labelId: { type: 'string' },
      },
    },
    status: 204,
    handle: async (call) => {
      const { world, body } = call;
      const user = userOf(call, 'phone');
      const chat = body.chat === undefined ? '' : chatJid(world, body.chat);
      if (body.name === undefined && body.label === undefined && chat === '')
        throw new Problem(400, 'Bad request', 'chat is missing.');
      await user.turns.run(() => changeSetting(world, user, modification(body, world, user), chat));
      if (body.name !== undefined) user.name = body.name;
    },
  }),
];

function chatJid(world: Parameters<typeof userAt>[0], chat: string): string {
  return world.groups.has(chat) ? chat : userAt(world, chat).jid('pn');
}

function modification(body: SettingBody, world: World, user: User): ChatModification {
  const { pin, archive, muteUntil, read, star, messageId, contactName, name, label, labelled, labelId } = body;
  if (name !== undefined) return { pushNameSetting: name };
  if (label !== undefined) return { addLabel: { color: 0, ...label } };
  if (labelled !== undefined && labelId !== undefined) {
    if (messageId !== undefined) {
      const label = { labelId, messageId };
      return labelled ? { addMessageLabel: label } : { removeMessageLabel: label };
    }
    return labelled ? { addChatLabel: { labelId } } : { removeChatLabel: { labelId } };
  }
  if (pin !== undefined) return { pin };
  if (archive !== undefined) return { archive, lastMessages: [] };
  if (muteUntil !== undefined) return { mute: muteUntil || null };
  if (read !== undefined) return { markRead: read, lastMessages: [] };
  if (star !== undefined && messageId !== undefined) {
    const fromMe = world.messages.find(user.phoneNumber, messageId) !== undefined;
    return { star: { messages: [{ id: messageId, fromMe }], star } };
  }
  if (contactName !== undefined) return { contact: { fullName: contactName, firstName: contactName } };
  throw new Problem(400, 'Bad request', 'Nothing is to be set.');
}
