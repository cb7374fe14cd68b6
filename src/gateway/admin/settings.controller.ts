import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AdminOnly, ApiProblems, Caller, type Principal } from '../auth/index.js';
import { Settings } from '../settings/index.js';
import { ChangeSettingsDto, SettingsDto } from './settings.dto.js';

@ApiTags('Admin')
@Controller('admin/settings')
@AdminOnly()
export class SettingsController {
  constructor(private readonly settings: Settings) {}

  @Get()
  @ApiOperation({ summary: 'What may change while gateways run' })
  @ApiOkResponse({ type: SettingsDto })
  getSettings(): SettingsDto {
    return { ...this.settings.now, changed: this.settings.changed };
  }

  @Patch()
  @ApiOperation({ summary: 'Set it, over the environment', description: 'Holds at all gateways within two seconds.' })
  @ApiOkResponse({ type: SettingsDto })
  @ApiProblems('VALIDATION_FAILED')
  async changeSettings(@Caller() caller: Principal, @Body() body: ChangeSettingsDto): Promise<SettingsDto> {
    await this.settings.change(caller, body);
    return this.getSettings();
  }
}
