import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AdminOnly } from '../auth/index.js';
import { EncryptionDto } from './encryption.dto.js';
import { Encryption } from './encryption.service.js';

@ApiTags('admin')
@Controller('admin/encryption')
export class EncryptionController {
  constructor(private readonly encryption: Encryption) {}

  @Get()
  @AdminOnly()
  @ApiOperation({
    summary: 'Which encryption keys are in use, and how far a change of the key is',
    description:
      'After a change of `ENCRYPTION_KEY`, with the old one in `ENCRYPTION_KEYS_PREVIOUS`, everything is sealed anew in the ' +
      'background. When `complete` is true, and all processes have the new key, the old one can be taken away.',
  })
  encryptionState(): Promise<EncryptionDto> {
    return this.encryption.state();
  }
}
