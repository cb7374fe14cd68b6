import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/index.js';
import { InstallationKey } from './installation-key.service.js';
import { InstallationKeyDto } from './portability.dto.js';

@ApiTags('Sessions')
@Controller('installation/key')
export class InstallationKeyController {
  constructor(private readonly key: InstallationKey) {}

  @Get()
  @SignedIn()
  @ApiOperation({ summary: 'By what other installations know this one, when sessions move between them' })
  @ApiOkResponse({ type: InstallationKeyDto })
  getInstallationKey(): InstallationKeyDto {
    return { fingerprint: this.key.fingerprint() };
  }
}
