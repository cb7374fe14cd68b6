import { S_WHATSAPP_NET, type WASocket } from '@whiskeysockets/baileys';
import { ownAddresses } from './account-keys.js';
import { refusedWith } from './asked.js';

/** How WhatsApp says that there is no picture, or none for us. */
const NO_PICTURE = [401, 403, 404];

/** Where the picture of a person or a group lies; null when there is none or it is hidden. Other refusals pass. */
export async function pictureOf(
  sock: Pick<WASocket, 'profilePictureUrl'>,
  jid: string,
  size: 'preview' | 'image',
): Promise<string | null> {
  try {
    return (await sock.profilePictureUrl(jid, size)) ?? null;
  } catch (error) {
    if (NO_PICTURE.includes(refusedWith(error) ?? 0)) return null;
    throw error;
  }
}

/** Gives the account, or a group, a picture: a square JPEG in base64, sent as it is (Baileys' own would draw it anew); null takes it away. */
export async function setPicture(sock: WASocket, jid: string, picture: string | null): Promise<void> {
  if (picture === null) return sock.removeProfilePicture(jid);
  const isOwn = ownAddresses(sock.authState.creds).includes(jid);
  const attrs = { to: S_WHATSAPP_NET, type: 'set', xmlns: 'w:profile:picture', ...(!isOwn && { target: jid }) };
  const content = [{ tag: 'picture', attrs: { type: 'image' }, content: Buffer.from(picture, 'base64') }];
  await sock.query({ tag: 'iq', attrs, content });
}
