import { Type } from 'class-transformer';
import {
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Matches,
  ValidateNested,
} from 'class-validator';
import {
  type AccountHint,
  type AccountQuestion,
  type CallQuestion,
  type ChatChangeQuestion,
  type LabelEditQuestion,
  type Labelling,
  type MarkReadQuestion,
  type PairingCodeQuestion,
  type Presence,
  PRESENCES,
  type ReadMessage,
  type ShowPresenceQuestion,
  type StarQuestion,
} from '../contracts/index.js';

export class AccountHintDto implements AccountHint {
  @IsString()
  sessionId: string;
}

export class AccountQuestionDto extends AccountHintDto implements AccountQuestion {
  @Matches(/^\d{1,19}$/)
  epoch: string;

  @IsInt()
  deadline: number;

  @IsOptional()
  @IsString()
  requestId?: string;

  @IsOptional()
  @IsString()
  traceparent?: string;
}

export class PairingCodeDto extends AccountQuestionDto implements PairingCodeQuestion {
  @Matches(/^[1-9]\d{6,14}$/)
  phoneNumber: string;
}

class ReadMessageDto implements ReadMessage {
  @IsString()
  chat: string;

  @IsString()
  author: string;

  @IsString()
  messageId: string;
}

export class MarkReadDto extends AccountQuestionDto implements MarkReadQuestion {
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ReadMessageDto)
  messages: ReadMessageDto[];
}

class NewestMessageDto {
  @IsString()
  messageId: string;

  @IsBoolean()
  fromMe: boolean;

  @IsString()
  author: string;

  @IsInt()
  timestamp: number;
}

class LabellingDto implements Labelling {
  @IsString()
  labelId: string;

  @IsBoolean()
  labelled: boolean;

  @IsOptional()
  @IsString()
  messageId?: string;
}

export class ChatChangeDto extends AccountQuestionDto implements ChatChangeQuestion {
  @IsString()
  chat: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => NewestMessageDto)
  newest: NewestMessageDto | null;

  @IsOptional()
  @IsBoolean()
  archived?: boolean;

  @IsOptional()
  @IsBoolean()
  pinned?: boolean;

  @IsOptional()
  @IsISO8601()
  mutedUntil?: string | null;

  @IsOptional()
  @IsBoolean()
  read?: boolean;

  @IsOptional()
  @IsInt()
  ephemeralSeconds?: number | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => LabellingDto)
  label?: LabellingDto;
}

export class LabelEditDto extends AccountQuestionDto implements LabelEditQuestion {
  @IsOptional()
  @IsString()
  labelId: string | null;

  @IsOptional()
  @IsString()
  name?: string;

  @IsOptional()
  @IsInt()
  color?: number;

  @IsOptional()
  @Equals(true)
  deleted?: true;
}

export class StarDto extends AccountQuestionDto implements StarQuestion {
  @IsString()
  chat: string;

  @IsString()
  messageId: string;

  @IsBoolean()
  fromMe: boolean;

  @IsBoolean()
  starred: boolean;
}

export class ShowPresenceDto extends AccountQuestionDto implements ShowPresenceQuestion {
  @IsIn(PRESENCES)
  presence: Presence;

  @IsOptional()
  @IsString()
  to: string | null;
}

export class CallDto extends AccountQuestionDto implements CallQuestion {
  @IsString()
  callId: string;
}
