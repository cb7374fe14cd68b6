import type { BaileysEventMap } from '@whiskeysockets/baileys';
import { bareJid, type InboxFact } from '../../contracts/index.js';
import type { AccountPort, Changes } from '../whatsapp/port.js';

/** What an account remembers of its labels, by their ids; deleted ones too, since their ids are not given again. */
export const LABELS = 'label';

export interface KnownLabel {
  name: string;
  color: number;
  deleted: boolean;
}

type Told = Partial<Pick<BaileysEventMap, 'labels.edit' | 'labels.association'>>;

/**
 * What a device of the account did to labels, and to chats and messages by them. The first sync has no order: a label that is known to be
 * deleted is put on nothing any more.
 */
export function labelFacts(
  told: Told,
  isNews: boolean,
  account: Pick<AccountPort, 'read'>,
): { facts: InboxFact[]; remember: Changes } {
  const edit = told['labels.edit'];
  // The fields of the protobuf may be missing, whatever Baileys' type says.
  const label = edit && { name: edit.name ?? '', color: edit.color ?? 0, deleted: edit.deleted ?? false };
  return {
    facts: [
      ...(label ? [{ kind: 'label.edited' as const, payload: { labelId: edit.id, ...label, isNews } }] : []),
      ...labelled(told, isNews, account),
    ],
    remember: label ? { [LABELS]: { [edit.id]: label } } : {},
  };
}

function labelled(told: Told, isNews: boolean, account: Pick<AccountPort, 'read'>): InboxFact[] {
  const { type, association } = told['labels.association'] ?? {};
  if (!association) return [];
  const { chatId, labelId } = association;
  if ((account.read(LABELS, labelId) as KnownLabel | null)?.deleted) return [];
  const label = { labelId, labelled: type === 'add' };
  const chat = bareJid(chatId);
  if ('messageId' in association) {
    const { messageId } = association;
    return [{ kind: 'message.labelled', payload: { chat, messageId, ...label } }];
  }
  return [{ kind: 'chat.changed', payload: { changes: [{ chat, label }], isNews } }];
}
