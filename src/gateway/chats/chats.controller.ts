import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { LIVE_PROBLEMS } from '../workers/index.js';
import { ChatChanges } from './chat-changes.service.js';
import { ChangeChatDto, ChangedChatDto, ChatDto, ChatListDto, ListChatsDto, ReadAllDto } from './chats.dto.js';
import { Chats } from './chats.service.js';

@ApiTags('Chats')
@Controller('sessions/:sessionId/chats')
export class ChatsController {
  constructor(
    private readonly chats: Chats,
    private readonly changes: ChatChanges,
  ) {}

  @Get()
  @Needs('messages:read')
  @ApiOperation({ summary: 'List the chats of a session, those with the newest messages first' })
  @ApiOkResponse({ type: ChatListDto })
  @ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED')
  listChats(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Query() query: ListChatsDto,
  ): Promise<ChatListDto> {
    return this.chats.list(caller, sessionId, query);
  }

  @Post('read-all')
  @HttpCode(200)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Mark everything read; WhatsApp knows it once this answers' })
  @ApiOkResponse({ type: ReadAllDto })
  @ApiProblems('SESSION_NOT_FOUND', ...LIVE_PROBLEMS)
  markAllChatsRead(@Caller() caller: Principal, @Param('sessionId') sessionId: string): Promise<ReadAllDto> {
    return this.changes.readAll(caller, sessionId);
  }

  @Get(':chatId')
  @Needs('messages:read')
  @ApiOperation({ summary: 'A chat, by the address or the phone number of the person, or by the group' })
  @ApiOkResponse({ type: ChatDto })
  @ApiProblems('SESSION_NOT_FOUND', 'CHAT_NOT_FOUND')
  getChat(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('chatId') chatId: string,
  ): Promise<ChatDto> {
    return this.chats.details(caller, sessionId, chatId);
  }

  @Patch(':chatId')
  @Needs('messages:send')
  @ApiOperation({
    summary: 'Archive, pin, mute or read a chat, or let its messages disappear, on all devices of the account',
  })
  @ApiOkResponse({ type: ChangedChatDto })
  @ApiProblems('SESSION_NOT_FOUND', 'CHAT_NOT_FOUND', 'VALIDATION_FAILED', ...LIVE_PROBLEMS)
  changeChat(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('chatId') chatId: string,
    @Body() wish: ChangeChatDto,
  ): Promise<ChangedChatDto> {
    return this.changes.change(caller, sessionId, chatId, wish);
  }
}
