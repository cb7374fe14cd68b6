import {
  type AuthenticationCreds,
  type AuthenticationState,
  initAuthCreds,
  proto,
  type SignalDataSet,
  type SignalDataTypeMap,
} from '@whiskeysockets/baileys';
import { bareJid, type InboxFact } from '../../contracts/index.js';
import type { AccountPort, Changes } from '../whatsapp/port.js';
import type { KeyHolders } from './key-holders.js';
import { contactsFact, pairsAmong } from './told-contacts.js';

/**
 * A pseudo type of key: what is set under it is a fact for the inbox, not something to remember. It travels through Baileys'
 * transaction with the keys, so that a message and the ratchet that opened it are one commit.
 */
export const FACTS = 'facts';

/** The account's memory as Baileys wants it. Reads are synchronous and writes are staged; see the output gate. */
export function authStateOf(account: AccountPort, keyHolders: KeyHolders): AuthenticationState {
  return {
    creds: credsOf(account),
    keys: {
      get: <T extends keyof SignalDataTypeMap>(type: T, ids: string[]) => {
        const found: Record<string, SignalDataTypeMap[T]> = {};
        for (const id of ids) {
          const value = account.read(type, id);
          if (value !== null) found[id] = revive(type, value) as SignalDataTypeMap[T];
        }
        return found;
      },
      set: (data: SignalDataSet) => {
        const { [FACTS]: facts = {}, ...changes } = data as Changes;
        const pairs = contactsFact(pairsAmong(changes), true);
        const told = [...(pairs ? [pairs] : []), ...(Object.values(facts) as InboxFact[])];
        account.write(keyHolders.holdBack(changes), told);
      },
    },
  };
}

export function credsRecord(creds: AuthenticationCreds): Changes {
  return { creds: { creds } };
}

export function isPaired(creds: AuthenticationCreds): boolean {
  return creds.me !== undefined && creds.account !== undefined;
}

/** The addresses of the account, by number and by LID; none before it is paired. */
export function ownAddresses({ me }: Pick<AuthenticationCreds, 'me'>): string[] {
  return [me?.id, me?.lid].flatMap((jid) => (jid ? [bareJid(jid)] : []));
}

/**
 * A pairing code writes `me` before the pairing is done. Left there, the next connection would be a login that WhatsApp
 * refuses with 401 (seen in Baileys' requestPairingCode, rc14).
 */
function credsOf(account: AccountPort): AuthenticationCreds {
  const stored = account.read('creds', 'creds') as AuthenticationCreds | null;
  if (!stored) return initAuthCreds();
  if (isPaired(stored)) return stored;
  const { me: _me, ...unpaired } = stored;
  return { ...unpaired, pairingCode: undefined, registered: false };
}

/** Baileys calls methods of this one type; all others are plain data to it. */
function revive(type: string, value: unknown): unknown {
  return type === 'app-state-sync-key'
    ? proto.Message.AppStateSyncKeyData.fromObject(value as Record<string, unknown>)
    : value;
}
