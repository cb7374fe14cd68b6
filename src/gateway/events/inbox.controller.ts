import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { type AccountHint, PATTERNS } from '../../contracts/index.js';
import { IngestLoop } from './ingest-loop.service.js';

/** Hears the workers' hints. */
@Controller()
export class InboxController {
  constructor(private readonly ingestLoop: IngestLoop) {}

  @EventPattern<string>(PATTERNS.inboxWake)
  wake(@Payload() { sessionId }: AccountHint): void {
    this.ingestLoop.nudge(sessionId);
  }
}
