import { Module } from '@nestjs/common';
import { MediaBodiesModule } from '../platform/media/index.js';
import { Answers } from './answers.service.js';
import { BaileysWhatsApp } from './baileys/baileys-whatsapp.service.js';
import { ChannelsController } from './channels.controller.js';
import { ConnectQueue } from './connect-queue.service.js';
import { GroupsController } from './groups.controller.js';
import { Host } from './host.service.js';
import { Membership } from './membership.service.js';
import { PeopleController } from './people.controller.js';
import { ProfileController } from './profile.controller.js';
import { Runners } from './runners.service.js';
import { VersionWatch } from './version-watch.service.js';
import { WhatsAppHealth } from './whatsapp-health.service.js';
import { WHATSAPP } from './whatsapp/port.js';
import { WorkerController } from './worker.controller.js';

@Module({
  imports: [MediaBodiesModule],
  controllers: [WorkerController, ChannelsController, GroupsController, PeopleController, ProfileController],
  providers: [
    Answers,
    ConnectQueue,
    Host,
    Membership,
    Runners,
    VersionWatch,
    WhatsAppHealth,
    { provide: WHATSAPP, useClass: BaileysWhatsApp },
  ],
  exports: [Host],
})
export class WorkerModule {}
