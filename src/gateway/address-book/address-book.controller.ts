import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { AddressBook } from './address-book.service.js';
import { ContactListDto, ListContactsDto } from './contacts.dto.js';

@ApiTags('Contacts')
@Controller('sessions/:sessionId/contacts')
export class AddressBookController {
  constructor(private readonly addressBook: AddressBook) {}

  @Get()
  @Needs('messages:read')
  @ApiOperation({ summary: 'List the people whom a session knows, in the order in which they became known' })
  @ApiOkResponse({ type: ContactListDto })
  @ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED')
  listContacts(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Query() query: ListContactsDto,
  ): Promise<ContactListDto> {
    return this.addressBook.list(caller, sessionId, query);
  }
}
