import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblems, Caller, Credentials, Needs, type Principal } from '../auth/index.js';
import { EventListDto } from './event-answers.dto.js';
import { EventHistory } from './event-history.service.js';
import { EventStream } from './event-stream.service.js';
import { ListEventsDto, StreamEventsDto } from './events.dto.js';
import { SseConnection } from './sse-connection.js';

const RETRY_MS = 2_000;

@ApiTags('Events')
@Controller('events')
@Needs('events:read')
export class EventsController {
  constructor(
    private readonly history: EventHistory,
    private readonly eventStream: EventStream,
    private readonly credentials: Credentials,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The durable log of what happened, oldest first unless told otherwise' })
  @ApiOkResponse({ type: EventListDto })
  @ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED')
  listEvents(@Caller() caller: Principal, @Query() query: ListEventsDto): Promise<EventListDto> {
    return this.history.list(caller, query);
  }

  @Get('stream')
  @ApiOperation({
    summary: 'The same log as it grows, as Server-Sent Events',
    description:
      'Starts with what happens next, or after `Last-Event-ID`, or `after`. Each `data` is an event as in the log. Ends after ' +
      '15 minutes, and within seconds when the credential does; readers come back with the `Last-Event-ID`, as browsers do by themselves, and miss nothing.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The `id` of the last event that was read.' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED', 'RATE_LIMITED')
  async streamEvents(
    @Caller() caller: Principal,
    @Query() query: StreamEventsDto,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const plan = await this.eventStream.plan(caller, query, lastEventId);
    reply.hijack();
    const connection = new SseConnection(reply.raw);
    await connection.open(reply.getHeaders(), RETRY_MS);
    await this.eventStream.run(plan, connection, () => this.credentials.isStillGood(request, 'events:read'));
  }
}
