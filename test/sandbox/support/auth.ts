import {
  BufferJSON,
  initAuthCreds,
  proto,
  type AuthenticationState,
  type SignalDataTypeMap,
} from '@whiskeysockets/baileys';

/** Credentials and keys in memory, copied through JSON as a store would. */
export class Auth {
  readonly state: AuthenticationState;
  private keys: Map<string, string>;

  constructor(creds = initAuthCreds(), keys = new Map<string, string>()) {
    this.keys = keys;
    this.state = {
      creds,
      keys: {
        get: (type, ids) => {
          const found: Record<string, SignalDataTypeMap[typeof type]> = {};
          for (const id of ids) {
            const json = this.keys.get(`${type} ${id}`);
            if (json === undefined) continue;
            const value = JSON.parse(json, BufferJSON.reviver);
            found[id] = type === 'app-state-sync-key' ? proto.Message.AppStateSyncKeyData.fromObject(value) : value;
          }
          return found;
        },
        set: (data) => {
          for (const [type, entries] of Object.entries(data)) {
            for (const [id, value] of Object.entries(entries ?? {})) {
              if (value === null) this.keys.delete(`${type} ${id}`);
              else this.keys.set(`${type} ${id}`, JSON.stringify(value, BufferJSON.replacer));
            }
          }
        },
      },
    };
  }

  /** A copy as of now, as from a backup. */
  copy(): Auth {
    const creds = JSON.parse(JSON.stringify(this.state.creds, BufferJSON.replacer), BufferJSON.reviver);
    return new Auth(creds, new Map(this.keys));
  }
}
