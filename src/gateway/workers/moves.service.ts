import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { transaction } from '../../platform/database/index.js';
import { Placement } from './placement.service.js';
import type { MigrationDto } from './worker-answers.dto.js';

/** Moves sessions that have a worker to another one, without loss. */
@Injectable()
export class Moves {
  constructor(
    private readonly dataSource: DataSource,
    private readonly placement: Placement,
  ) {}

  /** To the named worker, else to the best one. Throws like {@link Placement.move}. */
  async move(sessionId: string, workerId?: string): Promise<MigrationDto> {
    const { from, to } = await transaction(this.dataSource, (tx) => this.placement.move(tx, sessionId, workerId));
    await this.placement.wake(sessionId);
    return { sessionId, from, workerId: to };
  }
}
