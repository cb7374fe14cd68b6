export class SealedKindDto {
  /**
   * `media`: keys of files. `webhooks`: their secrets and headers. `proxies`. `accounts`: keys of WhatsApp accounts.
   * `lastingSecrets`: what API keys and signatures depend on, and what other installations know this one by.
   * @example 'accounts'
   */
  kind: string;

  /**
   * How many there are.
   * @example 12
   */
  sealed: number;

  /**
   * How many of them an older key seals.
   * @example 0
   */
  remaining: number;

  /**
   * How many of the remaining need a key that is not there.
   * @example 0
   */
  unreadable: number;
}

export class EncryptionDto {
  /**
   * The name of the key that seals: it tells nothing of the key.
   * @example '3fa2b1c4d5e6'
   */
  keyId: string;

  /** The names of those that can only open. */
  previousKeyIds: string[];

  /** Whether nothing needs the previous keys any more. */
  complete: boolean;

  kinds: SealedKindDto[];

  /** When the copies of all sessions in the object store were brought under the key; null: they are on their way. */
  copiesFinishedAt: Date | null;
}
