import { proto } from '@whiskeysockets/baileys';
import type { OutboxMessage } from '../../contracts/index.js';
import type { SealedObjects } from '../../platform/object-store/index.js';
import type { GroupChats, GroupParts } from './group-chats.js';
import { uploadFile } from './media-upload.js';
import { isOtherChat } from './other-chat.js';
import { isChannel } from './outbound-content.js';
import { messageProto, reportable, stanzaExtras } from './outbound-message.js';
import { requireRecipient } from './recipient.js';

export interface OutgoingParts extends GroupParts {
  groupChats: Pick<GroupChats, 'written'>;
  /** Where the files are that messages carry. */
  files: Pick<SealedObjects, 'open'>;
}

/** The messages of the outbox over one connection: made ready once, sent, and made anew for a device that asks again. */
export class OutgoingMessages {
  constructor(private readonly parts: OutgoingParts) {}

  /** As Connection.prepare. */
  async prepare(message: OutboxMessage): Promise<Uint8Array | null> {
    const { content } = message;
    if (!('stored' in content)) return null;
    const { groupChats, files, sock } = this.parts;
    const written = await groupChats.written(message);
    const { objectKey: key, bodyKey } = content.stored;
    const sizeBytes = content.media.sizeBytes ?? 0;
    const body = await files.open({ key, bodyKey: Buffer.from(bodyKey, 'base64'), sizeBytes });
    const file = await uploadFile(sock(), content.type, body);
    return proto.Message.encode(this.reportable(messageProto(written, file), message)).finish();
  }

  /** As Connection.send. */
  async send(message: OutboxMessage, wire: Uint8Array | null, again: boolean): Promise<void> {
    const sock = this.parts.sock();
    await requireRecipient(sock, message.to, again);
    const { attributes, nodes } = stanzaExtras(message);
    await sock.relayMessage(message.to, await this.whole(message, wire), {
      messageId: message.messageId,
      useUserDevicesCache: !again,
      additionalAttributes: attributes,
      additionalNodes: nodes,
      // The account's own phone shows what it has posted, too.
      ...(message.recipients && { statusJidList: [...message.recipients, ...this.parts.own().slice(0, 1)] }),
    });
  }

  /** What was sent to a chat under this id, for a device that asks for it again. Ids are known to others than those who may read it. */
  async sentBefore(messageId: string, chat: string): Promise<proto.IMessage | undefined> {
    const { account } = this.parts;
    const sent = await account.sentMessage(messageId);
    if (!sent || isOtherChat(account, sent.to, chat)) return undefined;
    return this.whole(sent, await account.sentWire(sent.messageId));
  }

  /** The same each time, for whoever it is sent to. */
  private async whole(message: OutboxMessage, wire: Uint8Array | null): Promise<proto.IMessage> {
    if (wire) return proto.Message.decode(wire);
    const said = messageProto(await this.parts.groupChats.written(message));
    return isChannel(message.to) ? said : this.reportable(said, message);
  }

  private reportable(said: proto.IMessage, { messageId }: OutboxMessage): proto.IMessage {
    return reportable(said, messageId, this.parts.sock().authState.creds.advSecretKey);
  }
}
