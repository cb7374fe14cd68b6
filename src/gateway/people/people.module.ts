import { Module } from '@nestjs/common';
import { AddressBookModule } from '../address-book/index.js';
import { AuthModule } from '../auth/index.js';
import { NumbersModule } from '../numbers/index.js';
import { SessionsModule } from '../sessions/index.js';
import { WorkersModule } from '../workers/index.js';
import { PeopleController } from './people.controller.js';
import { People } from './people.service.js';

@Module({
  imports: [AddressBookModule, AuthModule, NumbersModule, SessionsModule, WorkersModule],
  controllers: [PeopleController],
  providers: [People],
})
export class PeopleModule {}
