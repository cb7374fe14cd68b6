import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { MediaModule } from '../media/index.js';
import { MessagingModule } from '../messaging/index.js';
import { SessionsModule } from '../sessions/index.js';
import { WorkersModule } from '../workers/index.js';
import { GroupAsking } from './group-asking.service.js';
import { GroupMembersController } from './group-members.controller.js';
import { GroupMembers } from './group-members.service.js';
import { GroupPictures } from './group-pictures.service.js';
import { GroupsController } from './groups.controller.js';
import { Groups } from './groups.service.js';
import { ReceivedInvitations } from './received-invitations.service.js';

@Module({
  imports: [AuthModule, MediaModule, MessagingModule, SessionsModule, WorkersModule],
  controllers: [GroupsController, GroupMembersController],
  providers: [GroupAsking, GroupMembers, GroupPictures, Groups, ReceivedInvitations],
})
export class GroupsModule {}
