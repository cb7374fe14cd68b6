import { MessageDetailsDto } from '../messaging/index.js';

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

/** What an export holds. */
export class MessageExportDto {
  sessionId: string;
  /** UTC. @example '2026-01-15' */
  day: string;
  /** Oldest first. */
  messages: MessageDetailsDto[];
}
