import { Module } from '@nestjs/common';
import { ArchiveModule } from '../archive/index.js';
import { AuthModule } from '../auth/index.js';
import { EncryptionController } from './encryption.controller.js';
import { Encryption } from './encryption.service.js';
import { ResealedCopies } from './resealed-copies.repository.js';
import { Resealing } from './resealing.service.js';
import { SealedRows } from './sealed-rows.repository.js';

@Module({
  imports: [ArchiveModule, AuthModule],
  controllers: [EncryptionController],
  providers: [Encryption, ResealedCopies, Resealing, SealedRows],
})
export class EncryptionModule {}
