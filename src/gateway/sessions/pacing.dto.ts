import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';

/** How fast a session sends; what is absent has the default. With PACING=off no session paces. */
export class PacingDto {
  /** False sends as fast as WhatsApp takes it, at the account's risk. @example true */
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  /** Messages a minute over time. @example 20 */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(600)
  messagesPerMinute?: number;

  /** Messages that may go out at once after a rest. @example 5 */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  burst?: number;

  /** Chats a day never written to before, in the first two weeks; doubles each week after that. @example 30 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  newChatsPerDay?: number;

  /** Show "typing" for one to four seconds before a text. @example true */
  @IsOptional()
  @IsBoolean()
  typing?: boolean;
}

/** The pacing in force. */
export class PacingInForceDto {
  /** @example true */
  enabled: boolean;
  /** @example 20 */
  messagesPerMinute: number;
  /** @example 5 */
  burst: number;
  /** @example 30 */
  newChatsPerDay: number;
  /** @example true */
  typing: boolean;
}
