import { ApiProperty } from '@nestjs/swagger';
import type { ContactCard, ContentView, MediaFailure, MediaView } from '../../contracts/index.js';
import type { Reaction, Vote } from './message.js';

export class MediaViewDto implements MediaView {
  /** @example '0198a3c2-5e1f-7cc3-8a51-9d0f2b7c4e66' */
  mediaId: string;
  /** Where its bytes are, on this server. @example '/api/v1/media/0198a3c2-5e1f-7cc3-8a51-9d0f2b7c4e66' */
  url: string;
  /** @example 'image/jpeg' */
  mimetype: string;
  /** @example 'invoice.pdf' */
  filename?: string;
  /** Of a received file: what its sender says, until it is here. @example 48213 */
  sizeBytes?: number;
  /** Of audio and video. */
  seconds?: number;
  /** Of pictures and video, in pixels. */
  width?: number;
  /** Of pictures and video, in pixels. */
  height?: number;
  /** What the sender of a received file shows of it: a small JPEG, in base64. */
  thumbnail?: string;
  @ApiProperty({
    enum: ['GONE', 'DAMAGED', 'TOO_LARGE', 'UNREACHABLE'],
    required: false,
    description: 'Why a received file will never be here.',
  })
  failure?: MediaFailure;
}

export class LocationViewDto {
  /** @example -6.2088 */
  latitude: number;
  /** @example 106.8456 */
  longitude: number;
  /** @example 'Warung Sari' */
  name?: string;
  address?: string;
}

export class GroupInviteViewDto {
  /** @example '120363041234567890@g.us' */
  group: string;
  /** @example 'Xk3vbn0PqLz71rTy' */
  inviteCode: string;
  /** @example 'Reading club' */
  groupName?: string;
  /** @example '2026-01-04T00:00:00.000Z' */
  expiresAt?: string;
}

export class ContactCardDto implements ContactCard {
  /** @example 'Sari' */
  name: string;
  /** Null where the card tells none. @example '+628123456789' */
  phone: string | null;
  vcard: string;
}

export class PollViewDto {
  /** @example 'Lunch?' */
  question: string;
  /** @example ['Soto', 'Rendang'] */
  options: string[];
  /** How many options a voter may choose; 0 is any number. @example 1 */
  selectable: number;
}

export class PollTallyDto {
  /** @example 'Soto' */
  option: string;
  /** @example 2 */
  votes: number;
}

export class PollVoteDto implements Vote {
  /** Whose vote it is. @example '628123456789@s.whatsapp.net' */
  from: string;
  /** @example ['Soto'] */
  options: string[];
  /** @example '2026-01-01T00:00:00.000Z' */
  at: string;
}

export class PollResultDto extends PollViewDto {
  tally: PollTallyDto[];
  /** The newest of each voter. */
  votes: PollVoteDto[];
}

export class QuoteViewDto {
  /** @example '3EB0C431C26A1916E07A5E' */
  messageId: string;
  fromMe: boolean;
  /** Who wrote it; empty where WhatsApp does not tell. @example '628123456789@s.whatsapp.net' */
  author: string;
  /** The group or the status where it was said, when it is answered elsewhere. @example '120363041234567890@g.us' */
  chatId?: string;
  /** What it was, as far as the answer tells. @example 'text' */
  type?: string;
  text?: string;
}

/** What a message says; fields that do not apply to it are absent. */
export class ContentViewDto implements ContentView {
  /** @example 'Hey there!' */
  text?: string;
  /** Of a file or an invitation. */
  caption?: string;
  media?: MediaViewDto;
  location?: LocationViewDto;
  contacts?: ContactCardDto[];
  /** Into a group. */
  invite?: GroupInviteViewDto;
  poll?: PollResultDto;
  /** The message that it answers. */
  replyTo?: QuoteViewDto;
  /** The people that it names. @example ['628123456789@s.whatsapp.net'] */
  mentions?: string[];
  @ApiProperty({ enum: [true], required: false })
  forwarded?: true;
  @ApiProperty({ enum: [true], required: false, description: 'It can be opened once.' })
  viewOnce?: true;
  /** How long after it was sent it disappears. */
  disappearsAfterSeconds?: number;
}

export class ReactionDto implements Reaction {
  /** @example '👍' */
  emoji: string;
  /** @example '628123456789@s.whatsapp.net' */
  from: string;
  /** @example '2026-01-01T00:00:00.000Z' */
  at: string;
}
