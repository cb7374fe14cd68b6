import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';
import { type Channel, CHANNEL_ROLES, type ChannelRole } from '../../contracts/index.js';

export class CreateChannelDto {
  /** @example 'News of the shop' */
  @IsString()
  @Length(1, 100)
  name: string;

  /** @example 'What is new, once a week' */
  @IsOptional()
  @IsString()
  @Length(1, 2_048)
  description?: string | null;
}

export class ChannelDto implements Channel {
  /** @example '120363041234567890@newsletter' */
  channelId: string;
  name: string;
  description: string | null;
  /** Null where WhatsApp does not tell. @example 12 */
  followers: number | null;
  verified: boolean;
  @ApiProperty({ enum: CHANNEL_ROLES, nullable: true, description: 'What the session is in it.' })
  role: ChannelRole | null;
  createdAt: string | null;
  /** Behind `https://whatsapp.com/channel/`. */
  inviteCode: string | null;
}

export class FollowedChannelDto {
  /** @example '120363041234567890@newsletter' */
  channelId: string;
  @ApiProperty({ enum: ['FOLLOWED', 'UNFOLLOWED'] })
  status: 'FOLLOWED' | 'UNFOLLOWED';
}
