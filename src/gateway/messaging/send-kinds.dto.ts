import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  Equals,
  IsArray,
  IsDefined,
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
import { MEDIA_MESSAGE_TYPES, type MediaMessageType } from '../../contracts/index.js';
import { SendOptionsDto, TargetDto } from './send-options.dto.js';
import { Storable } from './storable.js';

const PIN_SECONDS = [0, 86_400, 604_800, 2_592_000] as const;

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

/** One of `url`, `base64` and `mediaId`. */
export class SentMediaDto {
  /** Fetched before the answer. @example 'https://example.org/cat.jpg' */
  @IsOptional()
  @IsString()
  @Length(1, 2_048)
  url?: string | null;

  /** The bytes themselves; for more than half a megabyte use a form or `POST /media`. */
  @IsOptional()
  @IsString()
  base64?: string | null;

  /** With `base64`: what the bytes are said to be. @example 'image/jpeg' */
  @IsOptional()
  @IsString()
  @Length(1, 255)
  mimetype?: string | null;

  /** @example 'cat.jpg' */
  @IsOptional()
  @IsString()
  @Length(1, 255)
  @Storable()
  filename?: string | null;

  /** Of `POST /media`, or of another message. @example '019a8b1c-22f4-7cc1-9d4e-0123456789ab' */
  @IsOptional()
  @IsString()
  @Length(1, 64)
  mediaId?: string | null;
}

export class SendMediaDto extends SendOptionsDto {
  @IsIn(MEDIA_MESSAGE_TYPES)
  type: MediaMessageType;

  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => SentMediaDto)
  media: SentMediaDto;

  /** @example 'A cat' */
  @IsOptional()
  @IsString()
  @Length(1, 65_536)
  @Storable()
  caption?: string | null;

  /** What a document is called. @example 'invoice.pdf' */
  @IsOptional()
  @IsString()
  @Length(1, 255)
  @Storable()
  filename?: string | null;
}

export class SendReactionDto extends TargetDto {
  @Equals('reaction')
  type: 'reaction';

  /** One emoji; an empty string takes the reaction back. @example '👍' */
  @IsString()
  @Length(0, 64)
  emoji: string;
}

export class SendEditDto extends TargetDto {
  @Equals('edit')
  type: 'edit';

  /** What the message says from now on. @example 'At nine, not at eight.' */
  @IsString()
  @Length(1, 65_536)
  @Storable()
  text: string;
}

/** Deletes a message for everyone. */
export class SendDeleteDto extends TargetDto {
  @Equals('delete')
  type: 'delete';
}

/** Pins a message for everybody in its chat, or takes the pin away. */
export class SendPinDto extends TargetDto {
  @Equals('pin')
  type: 'pin';

  /** A day (the default), a week or 30 days, the only ones that WhatsApp has; 0 takes the pin away. @example 604800 */
  @IsOptional()
  @IsIn(PIN_SECONDS)
  forSeconds?: (typeof PIN_SECONDS)[number] | null;
}

/** Sends what another message says, marked as forwarded. */
export class SendForwardDto extends TargetDto {
  @Equals('forward')
  type: 'forward';
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
