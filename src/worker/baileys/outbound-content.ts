import { type AnyMessageContent, proto } from '@whiskeysockets/baileys';
import type { OutboundContent } from '../../contracts/index.js';

/** Our content in Baileys' words. A null link preview keeps Baileys from fetching URLs by itself. */
export function toBaileysContent(content: OutboundContent): AnyMessageContent {
  switch (content.type) {
    case 'text':
      return { text: content.text, linkPreview: null };
  }
}

/** The message as it was sent, for a device of the recipient that asks for it again. */
export function toProto(content: OutboundContent): proto.IMessage {
  switch (content.type) {
    case 'text':
      return { extendedTextMessage: { text: content.text } };
  }
}
