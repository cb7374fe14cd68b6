import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { LIVE_PROBLEMS } from '../workers/index.js';
import {
  BlockedPersonDto,
  BlocklistDto,
  PersonDetailsDto,
  PersonPictureDto,
  SaveContactDto,
  SavedPersonDto,
  WatchedPresenceDto,
  WatchPresenceDto,
  WhichPictureDto,
} from './people.dto.js';
import { People } from './people.service.js';

@ApiTags('Contacts')
@ApiProblems(
  'SESSION_NOT_FOUND',
  'CONTACT_NOT_FOUND',
  'PICTURE_NOT_FOUND',
  'WHATSAPP_REFUSED',
  'VALIDATION_FAILED',
  'RATE_LIMITED',
  ...LIVE_PROBLEMS,
)
@Controller('sessions/:sessionId')
export class PeopleController {
  constructor(private readonly people: People) {}

  @Get('contacts/:contactId')
  @Needs('messages:read')
  @ApiOperation({ summary: 'What WhatsApp tells of somebody, by number or address' })
  @ApiOkResponse({ type: PersonDetailsDto })
  getContact(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('contactId') contactId: string,
  ): Promise<PersonDetailsDto> {
    return this.people.details(caller, sessionId, contactId);
  }

  @Put('contacts/:contactId')
  @Needs('sessions:manage')
  @ApiOperation({ summary: 'Save somebody under a name, on all devices of the account' })
  @ApiOkResponse({ type: SavedPersonDto })
  saveContact(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('contactId') contactId: string,
    @Body() name: SaveContactDto,
  ): Promise<SavedPersonDto> {
    return this.people.save(caller, sessionId, contactId, name);
  }

  @Delete('contacts/:contactId')
  @HttpCode(204)
  @Needs('sessions:manage')
  @ApiOperation({ summary: 'Have somebody saved no longer' })
  @ApiNoContentResponse()
  deleteContact(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('contactId') contactId: string,
  ): Promise<void> {
    return this.people.forget(caller, sessionId, contactId);
  }

  @Get('contacts/:contactId/picture')
  @Needs('messages:read')
  @ApiOperation({ summary: 'Where the picture of somebody lies' })
  @ApiOkResponse({ type: PersonPictureDto })
  getContactPicture(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('contactId') contactId: string,
    @Query() { size }: WhichPictureDto,
  ): Promise<PersonPictureDto> {
    return this.people.picture(caller, sessionId, contactId, size);
  }

  @Post('contacts/:contactId/block')
  @HttpCode(200)
  @Needs('sessions:manage')
  @ApiOperation({ summary: 'Block somebody: no message and no call comes through any more' })
  @ApiOkResponse({ type: BlockedPersonDto })
  blockContact(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('contactId') contactId: string,
  ): Promise<BlockedPersonDto> {
    return this.people.block(caller, sessionId, contactId, true);
  }

  @Delete('contacts/:contactId/block')
  @Needs('sessions:manage')
  @ApiOperation({ summary: 'Block somebody no longer' })
  @ApiOkResponse({ type: BlockedPersonDto })
  unblockContact(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('contactId') contactId: string,
  ): Promise<BlockedPersonDto> {
    return this.people.block(caller, sessionId, contactId, false);
  }

  @Post('presence/subscribe')
  @HttpCode(200)
  @Needs('messages:read')
  @ApiOperation({ summary: 'Be told by `presence.updated` what somebody does, until the session connects anew' })
  @ApiOkResponse({ type: WatchedPresenceDto })
  subscribeToPresence(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: WatchPresenceDto,
  ): Promise<WatchedPresenceDto> {
    return this.people.watch(caller, sessionId, body.to);
  }

  @Get('blocklist')
  @Needs('messages:read')
  @ApiOperation({ summary: 'Who is blocked' })
  @ApiOkResponse({ type: BlocklistDto })
  listBlockedContacts(@Caller() caller: Principal, @Param('sessionId') sessionId: string): Promise<BlocklistDto> {
    return this.people.blocklist(caller, sessionId);
  }
}
