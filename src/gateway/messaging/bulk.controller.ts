import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { BatchDto, BulkAnswerDto, BulkDto } from './bulk.dto.js';
import { BulkSending } from './bulk-sending.service.js';
import { ApiSending } from './send-options.decorator.js';
import { replyWith } from './send-reply.js';
import { Sent, type SentRequest } from './sent-request.decorator.js';

@ApiTags('Messages')
@Controller('sessions/:sessionId/messages/bulk')
export class BulkController {
  constructor(private readonly bulk: BulkSending) {}

  @Post()
  @HttpCode(202)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Send up to 1000 messages; what is wrong with one does not hinder the others' })
  @ApiBody({ type: BulkDto })
  @ApiAcceptedResponse({ type: BulkAnswerDto })
  @ApiSending()
  async sendMessages(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Sent() { body, idempotencyKey, reply }: SentRequest,
  ): Promise<object> {
    return replyWith(reply, await this.bulk.send(caller, sessionId, body, idempotencyKey));
  }

  @Get(':batchId')
  @Needs('messages:read')
  @ApiOperation({ summary: 'How far the messages of one request have come' })
  @ApiOkResponse({ type: BatchDto })
  @ApiProblems('SESSION_NOT_FOUND', 'BATCH_NOT_FOUND')
  getBatch(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('batchId') batchId: string,
  ): Promise<BatchDto> {
    return this.bulk.progress(caller, sessionId, batchId);
  }
}
