import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { PATTERNS } from '../../contracts/index.js';
import { IngestLoop } from './ingest-loop.service.js';

/** Hears the workers' hints. */
@Controller()
export class InboxController {
  constructor(private readonly ingestLoop: IngestLoop) {}

  @EventPattern<string>(PATTERNS.inboxWake)
  wake(): void {
    this.ingestLoop.nudge();
  }
}
