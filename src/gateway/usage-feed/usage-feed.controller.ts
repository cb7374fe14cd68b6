import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { ApiProblems, Caller, type Principal, SignedIn } from '../auth/index.js';
import { BATCH_TYPE } from './cloud-event.js';
import { UsageCloudEventDto, UsageFeedQueryDto } from './usage-feed.dto.js';
import { UsageCloudEvents } from './usage-cloud-events.service.js';

@ApiTags('Billing')
@Controller('billing/usage/events')
export class UsageFeedController {
  constructor(private readonly events: UsageCloudEvents) {}

  @Get()
  @SignedIn()
  @Header('Content-Type', BATCH_TYPE)
  @ApiExtraModels(UsageCloudEventDto)
  @ApiOperation({
    summary: 'Accepted messages as CloudEvents, one each, for a billing system',
    description:
      'A few seconds after a message was accepted, in an order that only grows: go on with `after`, the `sequence` of the last one. ' +
      'Kept for 40 days. Administrators see the events of all users, others and API keys those of their own.',
  })
  @ApiOkResponse({
    description: 'A batch; empty when there are no more',
    content: {
      'application/cloudevents-batch+json': {
        schema: { type: 'array', items: { $ref: getSchemaPath(UsageCloudEventDto) } },
      },
    },
  })
  @ApiProblems('VALIDATION_FAILED')
  listUsageEvents(@Caller() caller: Principal, @Query() query: UsageFeedQueryDto): Promise<UsageCloudEventDto[]> {
    return this.events.after(caller, query);
  }
}
