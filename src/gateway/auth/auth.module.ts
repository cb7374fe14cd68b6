import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AppConfig } from '../../platform/config/index.js';
import { AuditModule } from '../audit/index.js';
import { LastingSecretsModule } from '../lasting-secrets/index.js';
import { SettingsModule } from '../settings/index.js';
import { AccessTokens, jwtOptions } from './access-tokens.service.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { ApiKeys } from './api-keys.service.js';
import { AuthController } from './auth.controller.js';
import { AuthGuard } from './auth.guard.js';
import { AuthService } from './auth.service.js';
import { BrowserController } from './browser/browser.controller.js';
import { BrowserSignIns } from './browser/browser-sign-ins.service.js';
import { BootAdmin } from './boot-admin.service.js';
import { Credentials } from './credentials.service.js';
import { LoginAliasController } from './login-alias.controller.js';
import { Passwords } from './passwords.service.js';
import { Policies } from './policies.service.js';
import { RefreshTokens } from './refresh-tokens.repository.js';
import { SignIns } from './sign-ins.service.js';
import { Strangers } from './strangers.service.js';
import { UserEntity } from './user.entity.js';
import { Users } from './users.service.js';
import { UsersRepository } from './users.repository.js';

@Module({
  imports: [
    AuditModule,
    LastingSecretsModule,
    SettingsModule,
    DiscoveryModule,
    TypeOrmModule.forFeature([UserEntity, ApiKeyEntity]),
    JwtModule.registerAsync({ inject: [AppConfig], useFactory: ({ jwtSecret }: AppConfig) => jwtOptions(jwtSecret) }),
  ],
  controllers: [AuthController, BrowserController, LoginAliasController, ApiKeysController],
  providers: [
    AccessTokens,
    ApiKeys,
    ApiKeysRepository,
    AuthService,
    BootAdmin,
    BrowserSignIns,
    Credentials,
    Passwords,
    Policies,
    RefreshTokens,
    SignIns,
    Strangers,
    Users,
    UsersRepository,
    { provide: APP_GUARD, useClass: AuthGuard },
  ],
  exports: [ApiKeys, Credentials, Passwords, Users],
})
export class AuthModule {}
