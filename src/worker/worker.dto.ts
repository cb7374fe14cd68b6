import { IsInt, IsOptional, IsString, Matches } from 'class-validator';
import type { AccountHint, AccountQuestion, PairingCodeQuestion } from '../contracts/index.js';

export class AccountHintDto implements AccountHint {
  @IsString()
  sessionId: string;
}

class AccountQuestionDto extends AccountHintDto implements AccountQuestion {
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
