import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MEDIA_KINDS, type MediaKind } from '../../contracts/index.js';

export class MediaDto {
  /** @example '0197f0c4-9b6c-7c9e-a7b1-2f3f8d6f5e11' */
  mediaId: string;
  @ApiProperty({ enum: MEDIA_KINDS, description: 'What it goes as.', example: 'image' })
  kind: MediaKind;
  /** What the bytes are. @example 'image/jpeg' */
  mimetype: string;
  /** @example 'menu.jpg' */
  filename?: string;
  /** @example 48213 */
  sizeBytes: number;
  /** In hexadecimal. @example 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9' */
  sha256: string;
  createdAt: Date;
}

/** The fields of the form; `file` comes last. */
export class UploadDto {
  @ApiPropertyOptional({
    description: 'The session it is for: it goes with the session. Without it, any of yours may send it.',
  })
  sessionId?: string;
  @ApiPropertyOptional({ enum: MEDIA_KINDS, description: 'What it must go as; otherwise its bytes decide.' })
  kind?: MediaKind;
  @ApiProperty({ type: 'string', format: 'binary' })
  file: unknown;
}
