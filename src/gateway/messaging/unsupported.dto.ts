export class UnsupportedKindDto {
  /** @example 'eventMessage' */
  rawKind: string;
  /** Of the messages that are stored. */
  count: number;
  /** When the newest of them was sent. */
  lastAt: Date;
}

export class UnsupportedKindsDto {
  /** Those with the most messages first. */
  kinds: UnsupportedKindDto[];
}
