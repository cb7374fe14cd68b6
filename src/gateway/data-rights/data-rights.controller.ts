import { Body, Controller, Delete, HttpCode, Ip } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, PersonOnly, type Principal } from '../auth/index.js';
import { EraseMeDto } from './data-rights.dto.js';
import { Erasure } from './erasure.service.js';

@ApiTags('Users')
@Controller('auth')
export class DataRightsController {
  constructor(private readonly erasure: Erasure) {}

  @Delete('me')
  @HttpCode(204)
  @PersonOnly()
  @ApiOperation({
    summary: 'Erase your account and everything in it',
    description:
      'Sessions leave WhatsApp, as best they can, and are erased with keys, messages, events, webhooks and files. What was ' +
      'counted for billing, and who did what, is kept without your name. When it fails in between, ask again.',
  })
  @ApiProblems('LAST_ADMIN', 'VALIDATION_FAILED')
  eraseOwnUser(@Caller() caller: Principal, @Body() { password }: EraseMeDto, @Ip() address: string): Promise<void> {
    return this.erasure.erase(caller, password, address);
  }
}
