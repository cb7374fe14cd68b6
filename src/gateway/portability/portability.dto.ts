import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, IsString, Length, Matches } from 'class-validator';
import { SESSION_ID, type SessionStatus } from '../../contracts/index.js';
import { FINGERPRINT } from './fingerprint.js';

const fingerprint = { message: 'must be the fingerprint of an installation: 64 hexadecimal digits' };

export class ExportSessionDto {
  /** Opens the file. It is not kept: whoever loses it has to link the phone anew. @example 'seven words that nobody else knows' */
  @IsString()
  @Length(12, 1024)
  passphrase: string;

  /** The only installation that may import the file: the `fingerprint` of its `GET /installation/key`. */
  @IsOptional()
  @Matches(FINGERPRINT, fingerprint)
  recipient?: string;

  /** True ends messages that still wait to be sent, as FAILED, instead of refusing the export. */
  @IsOptional()
  @IsBoolean()
  force?: boolean;
}

export class ImportSessionDto {
  /** That of the export. */
  @IsString()
  @Length(1, 1024)
  passphrase: string;

  /** Only a file that this installation made is taken: the `fingerprint` of its `GET /installation/key`. */
  @IsOptional()
  @Matches(FINGERPRINT, fingerprint)
  exporter?: string;

  /** The id here; that of the file when absent. @example 'support-line' */
  @IsOptional()
  @Matches(SESSION_ID, { message: 'must be 1 to 64 letters, digits, _ or -' })
  sessionId?: string;
}

export class ImportSessionForm extends ImportSessionDto {
  /** What the export answered. */
  @ApiProperty({ type: 'string', format: 'binary' })
  file: unknown;
}

export class ImportedSessionDto {
  /** @example 'support-line' */
  sessionId: string;

  /** @example 'Support line' */
  name: string;

  /** It connects by itself. @example 'CONNECTING' */
  status: SessionStatus;

  /** The session's own key, shown once; absent when the session came back to where it was. */
  @ApiPropertyOptional()
  apiKey?: string;

  /** The fingerprint of the installation that made the file. */
  exporter: string;

  exportedAt: Date;
}

export class InstallationKeyDto {
  /** By what other installations know this one: SHA-256 of the key that signs exports, in hexadecimal. */
  fingerprint: string;
}
