import { type DynamicModule, Module } from '@nestjs/common';
import { Log } from './log.js';

@Module({})
export class LoggingModule {
  /** Makes the log injectable everywhere, under the token {@link Log}. */
  static forRoot(log: Log): DynamicModule {
    return { module: LoggingModule, global: true, providers: [{ provide: Log, useValue: log }], exports: [Log] };
  }
}
