import { Module } from '@nestjs/common';
import { AddressBookModule } from '../address-book/index.js';
import { AuthModule } from '../auth/index.js';
import { MessagingModule } from '../messaging/index.js';
import { SessionsModule } from '../sessions/index.js';
import { WorkersModule } from '../workers/index.js';
import { ChatChanges } from './chat-changes.service.js';
import { ChatFacts } from './chat-facts.service.js';
import { ChatsController } from './chats.controller.js';
import { ChatsRepository } from './chats.repository.js';
import { LabelsController } from './labels.controller.js';
import { LabelsRepository } from './labels.repository.js';
import { Labels } from './labels.service.js';
import { Chats } from './chats.service.js';

@Module({
  imports: [AddressBookModule, AuthModule, MessagingModule, SessionsModule, WorkersModule],
  controllers: [ChatsController, LabelsController],
  providers: [ChatChanges, ChatFacts, Chats, ChatsRepository, Labels, LabelsRepository],
  exports: [ChatFacts],
})
export class ChatsModule {}
