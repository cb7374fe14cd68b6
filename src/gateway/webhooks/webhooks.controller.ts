import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { DeliveryHistory } from './delivery-history.service.js';
import {
  CreatedWebhookDto,
  DeliveryListDto,
  WebhookDto,
  WebhookListDto,
  WebhookTestDto,
} from './webhook-answers.dto.js';
import { ChangeWebhookDto, CreateWebhookDto, ListDeliveriesDto, ListWebhooksDto } from './webhooks.dto.js';
import { Webhooks } from './webhooks.service.js';

@ApiTags('Webhooks')
@Controller('webhooks')
@Needs('webhooks:manage')
export class WebhooksController {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly history: DeliveryHistory,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Create a webhook', description: 'At most 50 a user, besides those made by a webhookUrl.' })
  @ApiCreatedResponse({ type: CreatedWebhookDto })
  @ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED', 'URL_REFUSED')
  create(@Caller() caller: Principal, @Body() body: CreateWebhookDto): Promise<CreatedWebhookDto> {
    return this.webhooks.create(caller, body);
  }

  @Get()
  @ApiOperation({ summary: 'List your webhooks, newest first' })
  @ApiOkResponse({ type: WebhookListDto })
  @ApiProblems('VALIDATION_FAILED')
  list(@Caller() caller: Principal, @Query() query: ListWebhooksDto): Promise<WebhookListDto> {
    return this.webhooks.list(caller, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Everything about a webhook but its secret' })
  @ApiOkResponse({ type: WebhookDto })
  @ApiProblems('WEBHOOK_NOT_FOUND')
  details(@Caller() caller: Principal, @Param('id') id: string): Promise<WebhookDto> {
    return this.webhooks.details(caller, id);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change a webhook', description: 'A new URL, or `active: true`, sends at once what waits.' })
  @ApiOkResponse({ type: WebhookDto })
  @ApiProblems('WEBHOOK_NOT_FOUND', 'VALIDATION_FAILED', 'URL_REFUSED')
  change(@Caller() caller: Principal, @Param('id') id: string, @Body() body: ChangeWebhookDto): Promise<WebhookDto> {
    return this.webhooks.change(caller, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a webhook, with all that waits to be delivered to it' })
  @ApiNoContentResponse()
  @ApiProblems('WEBHOOK_NOT_FOUND')
  remove(@Caller() caller: Principal, @Param('id') id: string): Promise<void> {
    return this.webhooks.remove(caller, id);
  }

  @Get(':id/deliveries')
  @ApiOperation({
    summary: 'What was sent to a webhook, newest first',
    description: 'With every attempt and what came back. Delivered ones are kept for 3 days, failed ones for 30.',
  })
  @ApiOkResponse({ type: DeliveryListDto })
  @ApiProblems('WEBHOOK_NOT_FOUND', 'VALIDATION_FAILED')
  deliveries(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query() query: ListDeliveriesDto,
  ): Promise<DeliveryListDto> {
    return this.history.list(caller, id, query);
  }

  @Post(':id/test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a signed `webhook.test` now, and see what comes back' })
  @ApiOkResponse({ type: WebhookTestDto })
  @ApiProblems('WEBHOOK_NOT_FOUND')
  test(@Caller() caller: Principal, @Param('id') id: string): Promise<WebhookTestDto> {
    return this.history.test(caller, id);
  }
}
