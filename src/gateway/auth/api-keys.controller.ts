import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../../platform/http/index.js';
import { ApiKeyListDto, CreateApiKeyDto, CreatedApiKeyDto } from './api-keys.dto.js';
import { ApiKeys } from './api-keys.service.js';
import { Caller } from './caller.decorator.js';
import { PersonOnly } from './policies.decorator.js';
import type { Principal } from './principal.js';

/** For people: an API key that could make keys would outlive its own end, and could be given more than it has. */
@ApiTags('api keys')
@Controller('api-keys')
@PersonOnly()
export class ApiKeysController {
  constructor(private readonly apiKeys: ApiKeys) {}

  @Post()
  @ApiOperation({ summary: 'Make an API key', description: 'The answer is the only place where the key is shown.' })
  @ApiProblems('SESSION_NOT_FOUND', 'VALIDATION_FAILED')
  create(@Caller() caller: Principal, @Body() body: CreateApiKeyDto): Promise<CreatedApiKeyDto> {
    return this.apiKeys.createFor(caller, body);
  }

  @Get()
  @ApiOperation({ summary: 'Your API keys, without the keys themselves' })
  async list(@Caller() { userId }: Principal): Promise<ApiKeyListDto> {
    return { apiKeys: await this.apiKeys.list(userId) };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke an API key', description: 'It is refused everywhere within two seconds.' })
  @ApiProblems('API_KEY_NOT_FOUND')
  revoke(@Caller() caller: Principal, @Param('id') id: string): Promise<void> {
    return this.apiKeys.revoke(caller, id);
  }
}
