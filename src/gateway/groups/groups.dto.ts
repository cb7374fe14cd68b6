import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { PageLimit } from '../../platform/http/index.js';
import { EPHEMERAL_SECONDS, MEMBER_ADD_MODES, type MemberAddMode } from '../../contracts/index.js';
import { PictureDto } from '../media/index.js';

/** What WhatsApp takes; a group holds 1024 with its owner. */
const MAX_MEMBERS = 1_023;
const MAX_AT_ONCE = 256;
const SUBJECT_LENGTH = 100;
const DESCRIPTION_LENGTH = 2_048;

export class ListGroupsDto {
  @PageLimit(200, 50)
  limit: number = 50;

  /** The `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{1,128}$/, { message: 'must be the nextCursor of an earlier answer' })
  cursor?: string;
}

export class CreateGroupDto {
  /** @example 'Order 4711' */
  @IsString()
  @Length(1, SUBJECT_LENGTH)
  subject: string;

  /** Phone numbers in international form, or addresses of WhatsApp. @example ['+628123456789'] */
  @IsArray()
  @ArrayMaxSize(MAX_MEMBERS)
  @IsString({ each: true })
  participants: string[];
}

/** What is absent stays as it is. */
export class ChangeGroupDto {
  /** @example 'Order 4711' */
  @IsOptional()
  @IsString()
  @Length(1, SUBJECT_LENGTH)
  subject?: string;

  /** Null takes it away. @example 'All about your order' */
  @ApiPropertyOptional({ type: String, nullable: true })
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsString()
  @Length(1, DESCRIPTION_LENGTH)
  description?: string | null;

  /** Only administrators write. */
  @IsOptional()
  @IsBoolean()
  announce?: boolean;

  /** Only administrators change subject, description, picture and disappearing. */
  @IsOptional()
  @IsBoolean()
  locked?: boolean;

  /** Who adds people. */
  @IsOptional()
  @IsIn(MEMBER_ADD_MODES)
  memberAddMode?: MemberAddMode;

  /** An administrator lets in who joins by link. */
  @IsOptional()
  @IsBoolean()
  joinApproval?: boolean;

  /** Messages disappear after so many seconds: a day, a week, 90 days; 0 is never. */
  @ApiPropertyOptional({ enum: EPHEMERAL_SECONDS })
  @IsOptional()
  @IsIn(EPHEMERAL_SECONDS)
  ephemeralSeconds?: number;
}

export class ParticipantsDto {
  /** Phone numbers in international form, or addresses of WhatsApp. @example ['+628123456789'] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_AT_ONCE)
  @IsString({ each: true })
  participants: string[];
}

export class JoinGroupDto {
  /** The code of an invite, or its whole link. @example 'https://chat.whatsapp.com/AbCdEfGh12345' */
  @ValidateIf(({ messageId }: JoinGroupDto) => messageId === undefined)
  @IsString()
  @Length(4, 255)
  inviteCode?: string;

  /** Instead of the code: a received message of the type `groupInvite`. */
  @IsOptional()
  @IsString()
  @Length(1, 128)
  messageId?: string;
}

/** Of the two, one is given. */
export const JOIN_EXAMPLES = {
  invite: { summary: 'By an invite link', value: { inviteCode: 'https://chat.whatsapp.com/AbCdEfGh12345' } },
  invitation: { summary: 'By a received invitation', value: { messageId: '3EB0C767D7F0A1B2C3D4E5' } },
};

export class SetPictureDto {
  /** A square is cut out of its middle. @example { "url": "https://example.org/logo.png" } */
  @ApiProperty()
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => PictureDto)
  media: PictureDto;
}
