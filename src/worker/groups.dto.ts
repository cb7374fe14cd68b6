import { IsIn, IsObject } from 'class-validator';
import { GROUP_QUESTION_KINDS, type GroupQuestion, type GroupQuestionKind } from '../contracts/index.js';
import { AccountQuestionDto } from './worker.dto.js';

export class GroupQuestionDto extends AccountQuestionDto implements GroupQuestion {
  @IsIn(GROUP_QUESTION_KINDS)
  kind: GroupQuestionKind;

  /** Made by a gateway, which has read what its caller sent. */
  @IsObject()
  about: object;
}
