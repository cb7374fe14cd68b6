import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';

export const PICTURE_SIZES = ['full', 'preview'] as const;
export type PictureSize = (typeof PICTURE_SIZES)[number];

export class WhichPictureDto {
  @ApiPropertyOptional({ enum: PICTURE_SIZES, default: 'full' })
  @IsOptional()
  @IsIn(PICTURE_SIZES)
  size?: PictureSize;
}

/** Somebody under both addresses, as far as the session knows them. */
export class PersonDto {
  /** @example '628123456789@s.whatsapp.net' */
  whatsappId?: string;
  /** @example '+628123456789' */
  phoneNumber?: string;
  /** @example '98765432101234@lid' */
  lid?: string;
}

/** What a business says of itself. */
export class BusinessDto {
  description: string | null;
  /** @example 'Restaurant' */
  category: string | null;
  address: string | null;
  email: string | null;
  websites: string[];
}

export class SaveContactDto {
  /** @example 'Ada' */
  @IsString()
  @Length(1, 100)
  firstName: string;

  /** @example 'Lovelace' */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  lastName?: string;
}

export class SavedPersonDto extends PersonDto {
  /** @example 'Ada Lovelace' */
  savedName: string;
}

export class PersonDetailsDto extends PersonDto {
  /** The best that is known: the saved name, the verified one, or what the person goes by. @example 'Ada Lovelace' */
  name: string | null;
  /** What the person says of itself; null when it is hidden, or empty. @example 'At work' */
  about: string | null;
  /** Null when it is no business. */
  business: BusinessDto | null;
  /** By this session. */
  blocked: boolean;
}

export class PersonPictureDto {
  /** At WhatsApp, for some days. @example 'https://pps.whatsapp.net/v/t61.24694-24/1.jpg' */
  url: string;
}

export class BlockedPersonDto extends PersonDto {
  @ApiProperty({ example: true })
  blocked: boolean;
}

export class WatchPresenceDto {
  /** A person or a group. @example '+628123456789' */
  @IsString()
  @Length(1, 128)
  to: string;
}

export class WatchedPresenceDto {
  /** @example 'support-line' */
  sessionId: string;
  /** @example '628123456789@s.whatsapp.net' */
  to: string;
}

export class BlocklistDto {
  blocked: PersonDto[];
}
