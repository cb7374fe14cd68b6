import type { DynamicModule, ModuleMetadata } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { MailboxModule } from './mailbox/index.js';
import { type AppConfig, ConfigModule } from './platform/config/index.js';
import { DatabaseModule } from './platform/database/index.js';
import { HealthModule } from './platform/health/index.js';
import { LimitsModule } from './platform/limits/index.js';
import { type Log, LoggingModule } from './platform/logging/index.js';
import { MetricsModule } from './platform/metrics/index.js';
import { ObjectStoreModule } from './platform/object-store/index.js';
import { RedisModule } from './platform/redis/index.js';
import { SignalModule } from './platform/signal/index.js';
import { TransportModule } from './platform/transport/index.js';

type Modules = NonNullable<ModuleMetadata['imports']>;

/**
 * The two module lists, and what both have under them. A role that does not run is not even loaded: the gateway never
 * imports Baileys, the worker never imports the REST API.
 */
@Module({})
export class AppModule {
  static async forRole(config: AppConfig, databaseUrl: string, log: Log): Promise<DynamicModule> {
    const platform: Modules = [
      ConfigModule.forRoot(config),
      LoggingModule.forRoot(log),
      HealthModule,
      MetricsModule,
      DatabaseModule.forRoot(config, databaseUrl),
      await ObjectStoreModule.forRoot(config),
      TransportModule.forRoot(config),
      RedisModule.forRoot(config),
      LimitsModule,
      SignalModule,
      MailboxModule,
    ];
    const gateway = config.role === 'worker' ? [] : await gatewayModules();
    const worker = config.role === 'gateway' ? [] : await workerModules(config, log);
    return { module: AppModule, imports: [...platform, ...gateway, ...worker] };
  }
}

async function gatewayModules(): Promise<Modules> {
  const { AuditModule } = await import('./gateway/audit/index.js');
  const { SettingsModule } = await import('./gateway/settings/index.js');
  const { AuthModule } = await import('./gateway/auth/index.js');
  const { BillingModule } = await import('./gateway/billing/index.js');
  const { WorkersModule } = await import('./gateway/workers/index.js');
  const { WebhooksModule } = await import('./gateway/webhooks/index.js');
  const { SessionsModule } = await import('./gateway/sessions/index.js');
  const { AddressBookModule } = await import('./gateway/address-book/index.js');
  const { CallsModule } = await import('./gateway/calls/index.js');
  const { NumbersModule } = await import('./gateway/numbers/index.js');
  const { MediaModule } = await import('./gateway/media/index.js');
  const { PeopleModule } = await import('./gateway/people/index.js');
  const { ProfileModule } = await import('./gateway/profile/index.js');
  const { ChannelsModule } = await import('./gateway/channels/index.js');
  const { GroupsModule } = await import('./gateway/groups/index.js');
  const { TemplatesModule } = await import('./gateway/templates/index.js');
  const { MessagingModule } = await import('./gateway/messaging/index.js');
  const { ChatsModule } = await import('./gateway/chats/index.js');
  const { DiagnosticsModule } = await import('./gateway/diagnostics/index.js');
  const { ArchiveModule } = await import('./gateway/archive/index.js');
  const { EncryptionModule } = await import('./gateway/encryption/index.js');
  const { DataRightsModule } = await import('./gateway/data-rights/index.js');
  const { DataExportsModule } = await import('./gateway/data-exports/index.js');
  const { PortabilityModule } = await import('./gateway/portability/index.js');
  const { UsageFeedModule } = await import('./gateway/usage-feed/index.js');
  const { AdminModule } = await import('./gateway/admin/index.js');
  const { InstallationModule } = await import('./gateway/installation/index.js');
  const { EventsModule } = await import('./gateway/events/index.js');
  return [
    AuditModule,
    SettingsModule,
    AuthModule,
    BillingModule,
    WorkersModule,
    WebhooksModule,
    SessionsModule,
    AddressBookModule,
    CallsModule,
    NumbersModule,
    MediaModule,
    PeopleModule,
    ProfileModule,
    ChannelsModule,
    GroupsModule,
    TemplatesModule,
    MessagingModule,
    ChatsModule,
    DiagnosticsModule,
    ArchiveModule,
    EncryptionModule,
    DataRightsModule,
    DataExportsModule,
    PortabilityModule,
    UsageFeedModule,
    AdminModule,
    InstallationModule,
    EventsModule,
  ];
}

async function workerModules(config: AppConfig, log: Log): Promise<Modules> {
  const { loadDirectModule, loadWorkerModule } = await import('./worker/index.js');
  const worker = await loadWorkerModule(config, log);
  // Where a gateway serves HTTP, sessions are made there.
  return config.role === 'worker' ? [worker, await loadDirectModule()] : [worker];
}
