import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, Caller, Needs, type Principal } from '../auth/index.js';
import { LIVE_PROBLEMS } from '../workers/index.js';
import { CheckedNumberDto, CheckedNumbersDto, CheckNumbersDto } from './numbers.dto.js';
import { Numbers } from './numbers.service.js';

@ApiTags('Contacts')
@ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED', 'RATE_LIMITED', ...LIVE_PROBLEMS)
@Controller('sessions/:sessionId/numbers')
export class NumbersController {
  constructor(private readonly numbers: Numbers) {}

  @Get(':phone')
  @Needs('messages:send')
  @ApiOperation({ summary: 'Whether a phone number is on WhatsApp' })
  @ApiOkResponse({ type: CheckedNumberDto })
  checkNumber(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Param('phone') phone: string,
  ): Promise<CheckedNumberDto> {
    return this.numbers.checkOne(caller, sessionId, phone);
  }

  @Post()
  @HttpCode(200)
  @Needs('messages:send')
  @ApiOperation({ summary: 'Which of up to 50 phone numbers are on WhatsApp' })
  @ApiOkResponse({ type: CheckedNumbersDto })
  checkNumbers(
    @Caller() caller: Principal,
    @Param('sessionId') sessionId: string,
    @Body() body: CheckNumbersDto,
  ): Promise<CheckedNumbersDto> {
    return this.numbers.check(caller, sessionId, body.phones);
  }
}
