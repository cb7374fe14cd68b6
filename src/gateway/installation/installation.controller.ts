import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AppConfig } from '../../platform/config/index.js';
import { ApiProblems, Public } from '../auth/index.js';
import { Settings } from '../settings/index.js';
import { InstallationDto } from './installation.dto.js';

@ApiTags('Installation')
@Controller('installation')
@Public()
export class InstallationController {
  constructor(
    private readonly config: AppConfig,
    private readonly settings: Settings,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What a page must know before anybody has signed in' })
  @ApiOkResponse({ type: InstallationDto })
  @ApiProblems('RATE_LIMITED')
  getInstallation(): InstallationDto {
    return { registration: this.settings.now.registration, phoneUrl: this.config.phoneUrl ?? null };
  }
}
