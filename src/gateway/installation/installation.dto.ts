export class InstallationDto {
  /** Whether anybody may register. */
  registration: 'open' | 'closed';

  /**
   * A phone in the browser that can scan QR codes: append `#qr=` and the text of one, percent-encoded. Null when there is none,
   * which is usual: people have their own.
   * @example null
   */
  phoneUrl: string | null;
}
