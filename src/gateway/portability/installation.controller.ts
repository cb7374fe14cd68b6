import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/index.js';
import { InstallationKey } from './installation-key.service.js';
import { InstallationDto } from './portability.dto.js';

@ApiTags('Sessions')
@Controller('installation')
export class InstallationController {
  constructor(private readonly key: InstallationKey) {}

  @Get()
  @SignedIn()
  @ApiOperation({ summary: 'By what other installations know this one, when sessions move between them' })
  @ApiOkResponse({ type: InstallationDto })
  async show(): Promise<InstallationDto> {
    return { fingerprint: await this.key.fingerprint() };
  }
}
