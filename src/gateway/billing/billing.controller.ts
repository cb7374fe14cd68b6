import { Controller, Get, Header, Headers, Query, StreamableFile } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { ApiProblems, Caller, type Principal, SignedIn } from '../auth/index.js';
import { LimitsDto, PlansDto, UsageDto, UsageQueryDto } from './billing.dto.js';
import { Billing } from './billing.service.js';

const CSV = 'text/csv';

@ApiTags('Billing')
@Controller('billing')
export class BillingController {
  constructor(private readonly billing: Billing) {}

  @Get('plans')
  @SignedIn()
  @ApiOperation({ summary: 'The plans of this installation, by tier' })
  @ApiOkResponse({ type: PlansDto })
  listPlans(): PlansDto {
    return this.billing.plans();
  }

  @Get('limits')
  @SignedIn()
  @ApiOperation({ summary: 'What is left of your limits', description: 'Administrators have none.' })
  @ApiOkResponse({ type: LimitsDto })
  getLimits(@Caller() caller: Principal): Promise<LimitsDto> {
    return this.billing.limits(caller);
  }

  @Get('usage')
  @SignedIn()
  @Header('Vary', 'Accept')
  @ApiExtraModels(UsageDto)
  @ApiOperation({
    summary: 'Accepted messages, by hour, day, session, kind or API key; JSON, or with Accept: text/csv a table',
    description:
      'Each accepted message counts once, whatever becomes of it; one to a group is one. Times are UTC. An API key that is ' +
      'bound to a session is told of that one only.',
  })
  @ApiOkResponse({
    description: 'The usage',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(UsageDto) } },
      [CSV]: { schema: { type: 'string' } },
    },
  })
  @ApiProblems('VALIDATION_FAILED')
  async getUsage(
    @Caller() caller: Principal,
    @Query() query: UsageQueryDto,
    @Headers('accept') accept?: string,
  ): Promise<UsageDto | StreamableFile> {
    if (!accept?.includes(CSV)) return this.billing.usage(caller, query);
    return new StreamableFile(Buffer.from(await this.billing.usageCsv(caller, query)), {
      type: `${CSV}; charset=utf-8`,
    });
  }
}
