import type { proto, SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys';
import { buildMergedTcTokenIndexWrite, resolveTcTokenJid } from '@whiskeysockets/baileys/lib/Utils/tc-token-utils.js';
import { bareJid } from '../../../contracts/index.js';

/**
 * Keeps the token of a chat that shows WhatsApp that its person knows the account, as Baileys does when it reads a history itself
 * (storeTcTokensFromHistorySync in process-message.js, rc14). A newer one stays.
 */
export async function keepTrustedContact(
  keys: SignalKeyStoreWithTransaction,
  { id, tcToken, tcTokenTimestamp, tcTokenSenderTimestamp }: proto.IConversation,
  lidOf: (phone: string) => Promise<string | null>,
): Promise<void> {
  const at = Number(tcTokenTimestamp ?? 0);
  if (!id || !tcToken?.length || at === 0) return;
  const jid = await resolveTcTokenJid(bareJid(id), lidOf);
  const { [jid]: known } = await keys.get('tctoken', [jid]);
  if (Number(known?.timestamp ?? 0) >= at) return;
  const sentAt = tcTokenSenderTimestamp ? { senderTimestamp: Number(tcTokenSenderTimestamp) } : {};
  const token = { ...known, token: Buffer.from(tcToken), timestamp: String(at), ...sentAt };
  await keys.set({ tctoken: { [jid]: token, ...(await buildMergedTcTokenIndexWrite(keys, [jid])) } });
}
