import { IsIn, IsInt, IsOptional, IsString, Matches } from 'class-validator';
import {
  type AccountHint,
  type AccountQuestion,
  type CallQuestion,
  type MarkReadQuestion,
  type PairingCodeQuestion,
  type Presence,
  PRESENCES,
  type ShowPresenceQuestion,
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
}

export class PairingCodeDto extends AccountQuestionDto implements PairingCodeQuestion {
  @Matches(/^[1-9]\d{6,14}$/)
  phoneNumber: string;
}

export class MarkReadDto extends AccountQuestionDto implements MarkReadQuestion {
  @IsString()
  chat: string;

  @IsString()
  author: string;

  @IsString()
  messageId: string;
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
