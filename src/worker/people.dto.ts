import { ArrayMaxSize, ArrayMinSize, IsArray, Matches } from 'class-validator';
import { NUMBERS_AT_ONCE, type NumbersQuestion } from '../contracts/index.js';
import { AccountQuestionDto } from './worker.dto.js';

export class NumbersDto extends AccountQuestionDto implements NumbersQuestion {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(NUMBERS_AT_ONCE)
  @Matches(/^[1-9]\d{6,14}$/, { each: true })
  numbers: string[];
}
