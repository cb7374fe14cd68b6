import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsISO8601, IsOptional, IsString, Length, ValidateIf } from 'class-validator';
import { PageLimit } from '../../platform/http/index.js';
import { MessageDto } from '../messaging/index.js';

/** What WhatsApp's clients offer, in seconds: a day, a week, 90 days. */
export const TIMERS = [86_400, 604_800, 7_776_000];

export class ListChatsDto {
  @PageLimit(200, 50)
  limit: number = 50;

  /** The `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  cursor?: string;

  /** Only chats that are archived, or only those that are not. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  archived?: boolean;
}

export class ChatDto {
  /** @example '628123456789@s.whatsapp.net' */
  chatId: string;
  /** Of a person, the best that is known; null where nothing is. @example 'Ada Lovelace' */
  name: string | null;
  /** @example '+628123456789' */
  phoneNumber: string | null;
  isGroup: boolean;
  /** Received messages that nobody has read. */
  unreadCount: number;
  /** There are unread messages, or the chat was marked by hand. */
  unread: boolean;
  archived: boolean;
  pinned: boolean;
  /** Null: it is not muted. In the year 9999: until it is unmuted. @example '2026-01-01T08:00:00.000Z' */
  mutedUntil: string | null;
  /** New messages disappear after so many seconds; null: they stay. @example 604800 */
  ephemeralSeconds: number | null;
  /** Ids of the labels that it bears. @example ['6'] */
  labels: string[];
  /** The newest that came in, or that WhatsApp has taken; null where there is none. */
  lastMessage: MessageDto | null;
  /** Epoch seconds, of the newest message; null where there is none. @example 1767225600 */
  lastMessageAt: number | null;
}

export class ChatPaginationDto {
  /** @example 50 */
  limit: number;
  /** Gives the next page; null on the last one. */
  nextCursor: string | null;
}

export class ChatListDto {
  chats: ChatDto[];
  pagination: ChatPaginationDto;
}

export class ChangeChatDto {
  @IsOptional()
  @IsBoolean()
  archived?: boolean;

  @IsOptional()
  @IsBoolean()
  pinned?: boolean;

  /** Null unmutes it. @example '2026-01-01T08:00:00.000Z' */
  @IsOptional()
  @IsISO8601({ strict: true })
  mutedUntil?: string | null;

  /** True marks everything read, which its authors are shown; false marks the chat unread. */
  @IsOptional()
  @IsBoolean()
  read?: boolean;

  /** Of a chat with one person: 86400, 604800 or 7776000; null: messages stay. @example 604800 */
  @ValidateIf((_body, value) => value !== undefined && value !== null)
  @IsIn(TIMERS)
  ephemeralSeconds?: number | null;
}

export class ChangedChatDto {
  /** @example 'support-line' */
  sessionId: string;
  /** @example '628123456789@s.whatsapp.net' */
  chatId: string;
  archived?: boolean;
  pinned?: boolean;
  mutedUntil?: string | null;
  read?: boolean;
  ephemeralSeconds?: number | null;
}

export class ReadAllDto {
  /** @example 'support-line' */
  sessionId: string;
  /** How many chats had something unread. @example 3 */
  chats: number;
  /** Of how many messages their authors are told that they were read. @example 17 */
  messages: number;
}
