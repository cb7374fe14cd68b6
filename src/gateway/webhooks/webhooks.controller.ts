import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { DeliveryHistory } from './delivery-history.service.js';
import { Redelivery } from './redelivery.service.js';
import {
  CreatedWebhookDto,
  DeliveryListDto,
  ReplayAnswerDto,
  RequeueAnswerDto,
  RotatedSecretDto,
  WebhookDto,
  WebhookListDto,
  WebhookTestDto,
} from './webhook-answers.dto.js';
import {
  ChangeWebhookDto,
  CreateWebhookDto,
  ListDeadLettersDto,
  ListDeliveriesDto,
  ListWebhooksDto,
  REPLAY_EXAMPLES,
  ReplayDto,
} from './webhooks.dto.js';
import { Webhooks } from './webhooks.service.js';

@ApiTags('Webhooks')
@Controller('webhooks')
@Needs('webhooks:manage')
export class WebhooksController {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly history: DeliveryHistory,
    private readonly redelivery: Redelivery,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Create a webhook', description: 'At most 50 a user, besides those made by a webhookUrl.' })
  @ApiCreatedResponse({ type: CreatedWebhookDto })
  @ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED', 'URL_REFUSED')
  createWebhook(@Caller() caller: Principal, @Body() body: CreateWebhookDto): Promise<CreatedWebhookDto> {
    return this.webhooks.create(caller, body);
  }

  @Get()
  @ApiOperation({ summary: 'List your webhooks, newest first' })
  @ApiOkResponse({ type: WebhookListDto })
  @ApiProblems('VALIDATION_FAILED')
  listWebhooks(@Caller() caller: Principal, @Query() query: ListWebhooksDto): Promise<WebhookListDto> {
    return this.webhooks.list(caller, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Everything about a webhook but its secret' })
  @ApiOkResponse({ type: WebhookDto })
  @ApiProblems('WEBHOOK_NOT_FOUND')
  getWebhook(@Caller() caller: Principal, @Param('id') id: string): Promise<WebhookDto> {
    return this.webhooks.details(caller, id);
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Change a webhook',
    description: '`active: false` pauses. A new URL, or `active: true`, sends at once what waits.',
  })
  @ApiOkResponse({ type: WebhookDto })
  @ApiProblems('WEBHOOK_NOT_FOUND', 'VALIDATION_FAILED', 'URL_REFUSED')
  changeWebhook(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Body() body: ChangeWebhookDto,
  ): Promise<WebhookDto> {
    return this.webhooks.change(caller, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a webhook, with all that waits to be delivered to it' })
  @ApiNoContentResponse()
  @ApiProblems('WEBHOOK_NOT_FOUND')
  deleteWebhook(@Caller() caller: Principal, @Param('id') id: string): Promise<void> {
    return this.webhooks.remove(caller, id);
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Make a new secret',
    description: 'For 24 hours both secrets sign every delivery, so that receivers can change over in their own time.',
  })
  @ApiOkResponse({ type: RotatedSecretDto })
  @ApiProblems('WEBHOOK_NOT_FOUND')
  rotateWebhookSecret(@Caller() caller: Principal, @Param('id') id: string): Promise<RotatedSecretDto> {
    return this.webhooks.rotateSecret(caller, id);
  }

  @Post(':id/replay')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send again everything after a point of the event log',
    description:
      'In order per chat, before what is newer. Repeats keep their `webhook-id`. Events are kept for 30 days.',
  })
  @ApiBody({ type: ReplayDto, examples: REPLAY_EXAMPLES })
  @ApiAcceptedResponse({ type: ReplayAnswerDto })
  @ApiProblems('WEBHOOK_NOT_FOUND', 'SESSION_NOT_FOUND', 'VALIDATION_FAILED')
  replayEvents(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Body() body: ReplayDto,
  ): Promise<ReplayAnswerDto> {
    return this.redelivery.replay(caller, id, body);
  }

  @Get(':id/deliveries')
  @ApiOperation({
    summary: 'What was sent to a webhook, newest first',
    description: 'With every attempt and what came back. Delivered ones are kept for 3 days, others as long as events.',
  })
  @ApiOkResponse({ type: DeliveryListDto })
  @ApiProblems('WEBHOOK_NOT_FOUND', 'VALIDATION_FAILED')
  listDeliveries(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query() query: ListDeliveriesDto,
  ): Promise<DeliveryListDto> {
    return this.history.list(caller, id, query);
  }

  @Post(':id/deliveries/:deliveryId/retry')
  @HttpCode(202)
  @ApiOperation({ summary: 'Make one delivery again, whatever became of it' })
  @ApiAcceptedResponse({ type: RequeueAnswerDto })
  @ApiProblems('WEBHOOK_NOT_FOUND', 'DELIVERY_NOT_FOUND')
  retryDelivery(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Param('deliveryId') deliveryId: string,
  ): Promise<RequeueAnswerDto> {
    return this.redelivery.retry(caller, id, deliveryId);
  }

  @Get(':id/dead-letters')
  @ApiOperation({
    summary: 'What was given up, newest first',
    description:
      'Events that the endpoint refused five times while it took others, or failed with until the schedule was over.',
  })
  @ApiOkResponse({ type: DeliveryListDto })
  @ApiProblems('WEBHOOK_NOT_FOUND', 'VALIDATION_FAILED')
  listDeadLetters(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query() query: ListDeadLettersDto,
  ): Promise<DeliveryListDto> {
    return this.history.deadLetters(caller, id, query);
  }

  @Post(':id/dead-letters/requeue')
  @HttpCode(202)
  @ApiOperation({ summary: 'Send all dead letters again, in their order' })
  @ApiAcceptedResponse({ type: RequeueAnswerDto })
  @ApiProblems('WEBHOOK_NOT_FOUND')
  requeueDeadLetters(@Caller() caller: Principal, @Param('id') id: string): Promise<RequeueAnswerDto> {
    return this.redelivery.requeueDeadLetters(caller, id);
  }

  @Post(':id/test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send a signed `webhook.test` now, and see what comes back' })
  @ApiOkResponse({ type: WebhookTestDto })
  @ApiProblems('WEBHOOK_NOT_FOUND')
  testWebhook(@Caller() caller: Principal, @Param('id') id: string): Promise<WebhookTestDto> {
    return this.history.test(caller, id);
  }
}
