import { IsString, Matches } from 'class-validator';
import type { AccountHint, PairingCodeQuestion } from '../contracts/index.js';

export class AccountHintDto implements AccountHint {
  @IsString()
  sessionId: string;
}

export class PairingCodeDto extends AccountHintDto implements PairingCodeQuestion {
  @Matches(/^[1-9]\d{6,14}$/)
  phoneNumber: string;
}
