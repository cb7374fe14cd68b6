import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, PageQueryDto } from '../../platform/http/index.js';
import {
  ApiKeyDto,
  ApiKeyListDto,
  ChangeApiKeyDto,
  CreateApiKeyDto,
  CreatedApiKeyDto,
  RotateApiKeyDto,
} from './api-keys.dto.js';
import { ApiKeys } from './api-keys.service.js';
import { Caller } from './caller.decorator.js';
import { PersonOnly } from './policies.decorator.js';
import type { Principal } from './principal.js';

/** For people: an API key that could make keys would outlive its own end, and could be given more than it has. */
@ApiTags('API keys')
@Controller('api-keys')
@PersonOnly()
export class ApiKeysController {
  constructor(private readonly apiKeys: ApiKeys) {}

  @Post()
  @ApiOperation({ summary: 'Make an API key', description: 'The answer is the only place where the key is shown.' })
  @ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED')
  createApiKey(@Caller() caller: Principal, @Body() body: CreateApiKeyDto): Promise<CreatedApiKeyDto> {
    return this.apiKeys.createFor(caller, body);
  }

  @Get()
  @ApiOperation({ summary: 'Your API keys, oldest first, without the keys themselves' })
  @ApiProblems('VALIDATION_FAILED')
  listApiKeys(@Caller() { userId }: Principal, @Query() query: PageQueryDto): Promise<ApiKeyListDto> {
    return this.apiKeys.list(userId, query);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change what an API key may do, and from where', description: 'Holds within two seconds.' })
  @ApiProblems('API_KEY_NOT_FOUND', 'VALIDATION_FAILED')
  changeApiKey(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Body() body: ChangeApiKeyDto,
  ): Promise<ApiKeyDto> {
    return this.apiKeys.change(caller, id, body);
  }

  @Post(':id/rotate')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Make a new secret for an API key',
    description:
      'The answer is the only place where the key is shown. The key as it was is good for `overlapHours` more.',
  })
  @ApiProblems('API_KEY_NOT_FOUND', 'VALIDATION_FAILED')
  rotateApiKey(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Body() { overlapHours }: RotateApiKeyDto,
  ): Promise<CreatedApiKeyDto> {
    return this.apiKeys.rotate(caller, id, overlapHours);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke an API key', description: 'It is refused everywhere within two seconds.' })
  @ApiProblems('API_KEY_NOT_FOUND')
  revokeApiKey(@Caller() caller: Principal, @Param('id') id: string): Promise<void> {
    return this.apiKeys.revoke(caller, id);
  }
}
