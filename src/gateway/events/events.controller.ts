import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { EventListDto } from './event-answers.dto.js';
import { EventHistory } from './event-history.service.js';
import { ListEventsDto } from './events.dto.js';

@ApiTags('Events')
@Controller('events')
@Needs('events:read')
export class EventsController {
  constructor(private readonly history: EventHistory) {}

  @Get()
  @ApiOperation({ summary: 'The durable log of what happened, oldest first' })
  @ApiOkResponse({ type: EventListDto })
  @ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED')
  list(@Caller() caller: Principal, @Query() query: ListEventsDto): Promise<EventListDto> {
    return this.history.list(caller, query);
  }
}
