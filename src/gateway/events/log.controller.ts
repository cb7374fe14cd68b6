import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { type LogHint, PATTERNS } from '../../contracts/index.js';
import { Signals } from '../../platform/signal/index.js';
import { logKey } from './event-stream.service.js';

/** Hears of any gateway that a log has grown. */
@Controller()
export class LogController {
  constructor(private readonly signals: Signals) {}

  @EventPattern<string>(PATTERNS.logGrew)
  grew(@Payload() { userId }: LogHint): void {
    this.signals.notify(logKey(userId));
  }
}
