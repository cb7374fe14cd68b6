import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsOptional, IsString, Length, Matches, ValidateIf, ValidateNested } from 'class-validator';
import { PRIVACY_CHOICES } from '../../contracts/index.js';
import { PictureDto } from '../media/index.js';

// WhatsApp's own limits.
const NAME_LENGTH = 25;
const ABOUT_LENGTH = 139;
const ONE_LINE = /^[^\p{Cc}\p{Surrogate}]*$/u;
const given = ValidateIf((_body, value) => value !== undefined);

export class ProfileDto {
  /** @example 'support-line' */
  sessionId: string;
  /** @example '628123456789@s.whatsapp.net' */
  whatsappId: string | null;
  /** @example '+628123456789' */
  phoneNumber: string | null;
  /** @example '98765432101234@lid' */
  lid: string | null;
  /** @example 'Support' */
  name: string | null;
  /** @example 'Mon to Fri, 9 to 17' */
  about: string | null;
  /** At WhatsApp, for some days; null where there is no picture. */
  pictureUrl: string | null;
}

/** What is absent stays as it is. */
export class ChangeProfileDto {
  /** @example 'Support' */
  @given
  @IsString()
  @Length(1, NAME_LENGTH)
  @Matches(ONE_LINE, { message: 'must not contain control characters' })
  name?: string;

  /** @example 'Mon to Fri, 9 to 17' */
  @given
  @IsString()
  @Length(0, ABOUT_LENGTH)
  about?: string;

  /** A square is cut out of its middle; null takes the picture away. @example { "url": "https://example.org/logo.png" } */
  @IsOptional()
  @ValidateNested()
  @Type(() => PictureDto)
  picture?: PictureDto | null;
}

type Choice<Setting extends keyof typeof PRIVACY_CHOICES> = (typeof PRIVACY_CHOICES)[Setting][number];

/** What is absent stays as it is. */
export class ChangePrivacyDto {
  @ApiPropertyOptional({ enum: PRIVACY_CHOICES.lastSeen })
  @given
  @IsIn(PRIVACY_CHOICES.lastSeen)
  lastSeen?: Choice<'lastSeen'>;

  @ApiPropertyOptional({ enum: PRIVACY_CHOICES.online })
  @given
  @IsIn(PRIVACY_CHOICES.online)
  online?: Choice<'online'>;

  @ApiPropertyOptional({ enum: PRIVACY_CHOICES.profilePhoto })
  @given
  @IsIn(PRIVACY_CHOICES.profilePhoto)
  profilePhoto?: Choice<'profilePhoto'>;

  @ApiPropertyOptional({ enum: PRIVACY_CHOICES.about })
  @given
  @IsIn(PRIVACY_CHOICES.about)
  about?: Choice<'about'>;

  @ApiPropertyOptional({ enum: PRIVACY_CHOICES.readReceipts })
  @given
  @IsIn(PRIVACY_CHOICES.readReceipts)
  readReceipts?: Choice<'readReceipts'>;

  @ApiPropertyOptional({ enum: PRIVACY_CHOICES.groupsAdd })
  @given
  @IsIn(PRIVACY_CHOICES.groupsAdd)
  groupsAdd?: Choice<'groupsAdd'>;

  @ApiPropertyOptional({ enum: PRIVACY_CHOICES.callsAdd })
  @given
  @IsIn(PRIVACY_CHOICES.callsAdd)
  callsAdd?: Choice<'callsAdd'>;

  @ApiPropertyOptional({ enum: PRIVACY_CHOICES.messages })
  @given
  @IsIn(PRIVACY_CHOICES.messages)
  messages?: Choice<'messages'>;
}

/** In WhatsApp's own words; what it does not tell is absent. */
export class PrivacyDto {
  @ApiProperty({ example: 'contacts' })
  lastSeen?: string;
  @ApiProperty({ example: 'match_last_seen' })
  online?: string;
  @ApiProperty({ example: 'all' })
  profilePhoto?: string;
  @ApiProperty({ example: 'all' })
  about?: string;
  @ApiProperty({ example: 'all' })
  readReceipts?: string;
  @ApiProperty({ example: 'contacts' })
  groupsAdd?: string;
  @ApiProperty({ example: 'known' })
  callsAdd?: string;
  @ApiProperty({ example: 'all' })
  messages?: string;
}
