import { IsIn, IsObject } from 'class-validator';
import { CHANNEL_QUESTION_KINDS, type ChannelQuestion, type ChannelQuestionKind } from '../contracts/index.js';
import { AccountQuestionDto } from './worker.dto.js';

export class ChannelQuestionDto extends AccountQuestionDto implements ChannelQuestion {
  @IsIn(CHANNEL_QUESTION_KINDS)
  kind: ChannelQuestionKind;

  /** Made by a gateway, which has read what its caller sent. */
  @IsObject()
  about: object;
}
