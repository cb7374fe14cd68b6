import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsObject,
  IsOptional,
  IsString,
  Matches,
} from 'class-validator';
import {
  type BlockQuestion,
  type ChangePrivacyQuestion,
  type ChangeProfileQuestion,
  NUMBERS_AT_ONCE,
  type NumbersQuestion,
  type PersonQuestion,
  type PictureQuestion,
  type PrivacyAnswer,
  type ProfileChange,
  type SaveContactQuestion,
  type SavedName,
} from '../contracts/index.js';
import { AccountQuestionDto } from './worker.dto.js';

export class NumbersDto extends AccountQuestionDto implements NumbersQuestion {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(NUMBERS_AT_ONCE)
  @Matches(/^[1-9]\d{6,14}$/, { each: true })
  numbers: string[];
}

export class PersonDto extends AccountQuestionDto implements PersonQuestion {
  @IsString()
  jid: string;
}

export class PictureDto extends PersonDto implements PictureQuestion {
  @IsBoolean()
  preview: boolean;
}

export class BlockDto extends PersonDto implements BlockQuestion {
  @IsBoolean()
  blocked: boolean;
}

export class SaveContactDto extends PersonDto implements SaveContactQuestion {
  @IsOptional()
  @IsObject()
  saved: SavedName | null;
}

export class ChangeProfileDto extends AccountQuestionDto implements ChangeProfileQuestion {
  @IsObject()
  change: ProfileChange;
}

export class ChangePrivacyDto extends AccountQuestionDto implements ChangePrivacyQuestion {
  @IsObject()
  changes: PrivacyAnswer;
}
