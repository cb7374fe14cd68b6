import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { ChatChanges } from './chat-changes.service.js';
import { LIVE } from './live-problems.js';
import { ChangeLabelDto, LabelDto, LabelListDto, NewLabelDto } from './labels.dto.js';
import { Labels } from './labels.service.js';

@ApiTags('Chats')
@Controller('sessions/:sessionId')
export class LabelsController {
  constructor(
    private readonly labels: Labels,
    private readonly changes: ChatChanges,
  ) {}

  @Get('labels')
  @Needs('messages:read')
  @ApiOperation({ summary: 'List the labels of a WhatsApp Business account' })
  @ApiOkResponse({ type: LabelListDto })
  @ApiProblems('SESSION_NOT_FOUND')
  listLabels(@Caller() caller: Principal, @Param('sessionId') sessionId: string): Promise<LabelListDto> {
    return this.labels.list(caller, sessionId);
  }

  @Post('labels')
  @Needs('messages:send')
  @ApiOperation({ summary: 'Make a label, on all devices of the account' })
  @ApiCreatedResponse({ type: LabelDto })
  @ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED', 'UNAVAILABLE', ...LIVE)
  createLabel(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() label: NewLabelDto,
  ): Promise<LabelDto> {
    return this.labels.add(caller, sessionId, label);
  }

  @Patch('labels/:labelId')
  @Needs('messages:send')
  @ApiOperation({ summary: 'Rename a label, or give it another color' })
  @ApiOkResponse({ type: LabelDto })
  @ApiProblems('SESSION_NOT_FOUND', 'LABEL_NOT_FOUND', 'VALIDATION_FAILED', 'UNAVAILABLE', ...LIVE)
  changeLabel(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('labelId') labelId: string,
    @Body() wish: ChangeLabelDto,
  ): Promise<LabelDto> {
    return this.labels.change(caller, sessionId, labelId, wish);
  }

  @Delete('labels/:labelId')
  @HttpCode(204)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Delete a label, and take it off all chats' })
  @ApiNoContentResponse()
  @ApiProblems('SESSION_NOT_FOUND', 'LABEL_NOT_FOUND', 'UNAVAILABLE', ...LIVE)
  deleteLabel(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('labelId') labelId: string,
  ): Promise<void> {
    return this.labels.remove(caller, sessionId, labelId);
  }

  @Put('chats/:chatId/labels/:labelId')
  @HttpCode(204)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Put a label on a chat, on all devices of the account' })
  @ApiNoContentResponse()
  @ApiProblems('SESSION_NOT_FOUND', 'CHAT_NOT_FOUND', 'LABEL_NOT_FOUND', 'UNAVAILABLE', ...LIVE)
  labelChat(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('chatId') chatId: string,
    @Param('labelId') labelId: string,
  ): Promise<void> {
    return this.changes.label(caller, sessionId, chatId, { labelId, labelled: true });
  }

  @Delete('chats/:chatId/labels/:labelId')
  @HttpCode(204)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Take a label off a chat' })
  @ApiNoContentResponse()
  @ApiProblems('SESSION_NOT_FOUND', 'CHAT_NOT_FOUND', 'LABEL_NOT_FOUND', 'UNAVAILABLE', ...LIVE)
  unlabelChat(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('chatId') chatId: string,
    @Param('labelId') labelId: string,
  ): Promise<void> {
    return this.changes.label(caller, sessionId, chatId, { labelId, labelled: false });
  }

  @Put('messages/:messageId/labels/:labelId')
  @HttpCode(204)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Put a label on a message, on all devices of the account' })
  @ApiNoContentResponse()
  @ApiProblems('SESSION_NOT_FOUND', 'MESSAGE_NOT_FOUND', 'LABEL_NOT_FOUND', 'UNAVAILABLE', ...LIVE)
  labelMessage(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('messageId') messageId: string,
    @Param('labelId') labelId: string,
  ): Promise<void> {
    return this.changes.labelMessage(caller, sessionId, messageId, { labelId, labelled: true });
  }

  @Delete('messages/:messageId/labels/:labelId')
  @HttpCode(204)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Take a label off a message' })
  @ApiNoContentResponse()
  @ApiProblems('SESSION_NOT_FOUND', 'MESSAGE_NOT_FOUND', 'LABEL_NOT_FOUND', 'UNAVAILABLE', ...LIVE)
  unlabelMessage(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('messageId') messageId: string,
    @Param('labelId') labelId: string,
  ): Promise<void> {
    return this.changes.labelMessage(caller, sessionId, messageId, { labelId, labelled: false });
  }
}
