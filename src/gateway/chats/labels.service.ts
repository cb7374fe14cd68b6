import { Injectable } from '@nestjs/common';
import { type Label, type LabelEditQuestion, PATTERNS } from '../../contracts/index.js';
import type { Principal } from '../auth/index.js';
import { Sessions } from '../sessions/index.js';
import { LiveQuestions } from '../workers/index.js';
import type { ChangeLabelDto, LabelDto, LabelListDto, NewLabelDto } from './labels.dto.js';
import { LabelsRepository } from './labels.repository.js';

const ANSWER_TIMEOUT_MS = 15_000;

type Edit = Omit<LabelEditQuestion, 'sessionId' | 'epoch' | 'deadline'>;

/** The labels of an account. Changes are asked of the worker, and throw what LiveQuestions throws and LABEL_NOT_FOUND. */
@Injectable()
export class Labels {
  constructor(
    private readonly sessions: Sessions,
    private readonly repository: LabelsRepository,
    private readonly live: LiveQuestions,
  ) {}

  async list(caller: Principal, sessionId: string): Promise<LabelListDto> {
    await this.sessions.own(caller, sessionId);
    return { labels: await this.repository.of(sessionId) };
  }

  /** It may be put on chats once this answers; the list has it a moment later. */
  add(caller: Principal, sessionId: string, label: NewLabelDto): Promise<LabelDto> {
    return this.edit(caller, sessionId, { ...label, labelId: null });
  }

  change(caller: Principal, sessionId: string, labelId: string, wish: ChangeLabelDto): Promise<LabelDto> {
    return this.edit(caller, sessionId, { ...wish, labelId });
  }

  /** Takes it off all chats, too. */
  async remove(caller: Principal, sessionId: string, labelId: string): Promise<void> {
    await this.edit(caller, sessionId, { labelId, deleted: true });
  }

  private async edit(caller: Principal, sessionId: string, edit: Edit): Promise<LabelDto> {
    await this.sessions.own(caller, sessionId);
    return this.live.ask<Label>(PATTERNS.labelEdit, sessionId, edit, ANSWER_TIMEOUT_MS);
  }
}
