import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  Equals,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { SendDeleteDto, SendEditDto, SendForwardDto, SendPinDto, SendReactionDto } from './send-deeds.dto.js';
import { SendMediaDto } from './send-media.dto.js';
import { SendOptionsDto } from './send-options.dto.js';
import { Storable } from './storable.js';

export class SendTextDto extends SendOptionsDto {
  @Equals('text')
  type: 'text';

  /** @example 'Hey there!' */
  @IsString()
  @Length(1, 65_536)
  @Storable()
  text: string;

  /** Of a status. @example '#25d366' */
  @IsOptional()
  @Matches(/^#[0-9a-fA-F]{6}$/, { message: 'must be a colour like #25d366' })
  backgroundColor?: string | null;

  /** Of a status: the number of one of WhatsApp's fonts. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10)
  font?: number | null;
}

/** A text that is made of a template. */
export class SendTemplateDto extends SendOptionsDto {
  @ApiPropertyOptional({ enum: ['template', 'text'], description: 'May be left out.' })
  @IsOptional()
  @IsIn(['template', 'text'])
  type: 'template';

  /** The name of a template, or its id. @example 'order-ready' */
  @IsString()
  @Length(1, 64)
  template: string;

  /** What stands in the places of the template: texts or numbers. @example { "name": "Sari" } */
  @IsOptional()
  @IsObject()
  variables?: Record<string, unknown> | null;
}

export class SendLocationDto extends SendOptionsDto {
  @Equals('location')
  type: 'location';

  /** @example -6.175392 */
  @IsNumber()
  @Min(-90)
  @Max(90)
  latitude: number;

  /** @example 106.827153 */
  @IsNumber()
  @Min(-180)
  @Max(180)
  longitude: number;

  /** @example 'Monas' */
  @IsOptional()
  @IsString()
  @Length(1, 1_000)
  @Storable()
  name?: string | null;

  /** @example 'Jakarta, Indonesia' */
  @IsOptional()
  @IsString()
  @Length(1, 1_000)
  @Storable()
  address?: string | null;
}

/** Either `name` and `phone`, or a whole `vcard`. */
export class SentContactDto {
  /** @example 'Sari Dewi' */
  @IsOptional()
  @IsString()
  @Length(1, 255)
  @Storable()
  name?: string | null;

  /** In international form. @example '+628123456789' */
  @IsOptional()
  @IsString()
  @Length(1, 32)
  phone?: string | null;

  /** A vCard, from `BEGIN:VCARD` to `END:VCARD`. */
  @IsOptional()
  @IsString()
  @Length(1, 65_536)
  @Storable()
  vcard?: string | null;
}

export class SendContactDto extends SendOptionsDto {
  @Equals('contact')
  type: 'contact';

  /** @example [{ "name": "Sari Dewi", "phone": "+628123456789" }] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => SentContactDto)
  contacts: SentContactDto[];
}

/** Invites a person into a group; the code is that of `notAdded`, which WhatsApp made for the person, or of an invite link. */
export class SendGroupInviteDto extends SendOptionsDto {
  @Equals('groupInvite')
  type: 'groupInvite';

  /** Its address. @example '120363041234567890@g.us' */
  @IsString()
  @Length(1, 128)
  group: string;

  /** @example 'Xk3vbn0PqLz71rTy' */
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{1,64}$/)
  inviteCode: string;

  /** What the group is called. @example 'Reading club' */
  @IsOptional()
  @IsString()
  @Length(1, 255)
  @Storable()
  groupName?: string | null;

  /** @example 'We meet on Mondays' */
  @IsOptional()
  @IsString()
  @Length(1, 1_024)
  @Storable()
  caption?: string | null;

  /** Until when the code is good; without, three days from now. @example '2026-01-04T00:00:00Z' */
  @IsOptional()
  @IsISO8601({ strict: true })
  expiresAt?: string | null;
}

export class SendPollDto extends SendOptionsDto {
  @Equals('poll')
  type: 'poll';

  /** @example 'When shall we meet?' */
  @IsString()
  @Length(1, 255)
  @Storable()
  question: string;

  /** 2 to 12, all different. @example ['Today', 'Tomorrow'] */
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(12)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 100, { each: true })
  options: string[];

  /** How many options a voter may choose; 0, the default, is any number. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(12)
  selectable?: number | null;
}

/** The bodies of `POST …/messages`, by their `type`. */
export const SEND_KINDS = {
  text: SendTextDto,
  template: SendTemplateDto,
  image: SendMediaDto,
  video: SendMediaDto,
  videoNote: SendMediaDto,
  audio: SendMediaDto,
  voice: SendMediaDto,
  document: SendMediaDto,
  sticker: SendMediaDto,
  location: SendLocationDto,
  contact: SendContactDto,
  groupInvite: SendGroupInviteDto,
  poll: SendPollDto,
  reaction: SendReactionDto,
  edit: SendEditDto,
  delete: SendDeleteDto,
  pin: SendPinDto,
  forward: SendForwardDto,
};

export type SendKind = keyof typeof SEND_KINDS;
export type SendDto = InstanceType<(typeof SEND_KINDS)[SendKind]>;
