import { jidDecode, jidEncode, S_WHATSAPP_NET } from '@whiskeysockets/baileys';

/** The server's own address. Clients compare it as a string, so it must be written exactly so. */
export const SERVER = S_WHATSAPP_NET;

/** Every user has an address in each space: by phone number (`…@s.whatsapp.net`) and by LID (`…@lid`). */
export type Space = 'pn' | 'lid';

export interface Address {
  user: string;
  device: number;
  space: Space;
}

/** Undefined for what is not a user's address: groups, broadcasts, newsletters, the server. */
export function parseAddress(jid: string | undefined): Address | undefined {
  const decoded = jidDecode(jid);
  if (!decoded?.user) return undefined;
  if (decoded.server !== 's.whatsapp.net' && decoded.server !== 'lid') return undefined;
  return { user: decoded.user, device: decoded.device ?? 0, space: decoded.server === 'lid' ? 'lid' : 'pn' };
}

export function formatAddress(user: string, space: Space, device = 0): string {
  return jidEncode(user, space === 'lid' ? 'lid' : 's.whatsapp.net', device);
}
