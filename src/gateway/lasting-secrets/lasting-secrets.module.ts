import { Module } from '@nestjs/common';
import { LastingSecrets } from './lasting-secrets.service.js';

@Module({ providers: [LastingSecrets], exports: [LastingSecrets] })
export class LastingSecretsModule {}
