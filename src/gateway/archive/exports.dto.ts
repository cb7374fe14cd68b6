export class ExportedDayDto {
  /** UTC. @example '2026-01-15' */
  day: string;
  /** Of the encrypted object. @example 52311 */
  sizeBytes: number;
  exportedAt: Date;
}

export class ExportListDto {
  /** Oldest first. */
  exports: ExportedDayDto[];
}
