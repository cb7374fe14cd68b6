import { Module } from '@nestjs/common';
import { AddressBookModule } from '../address-book/index.js';
import { AuthModule } from '../auth/index.js';
import { SessionsModule } from '../sessions/index.js';
import { WorkersModule } from '../workers/index.js';
import { NumbersController } from './numbers.controller.js';
import { Numbers } from './numbers.service.js';

@Module({
  imports: [AddressBookModule, AuthModule, SessionsModule, WorkersModule],
  controllers: [NumbersController],
  providers: [Numbers],
  exports: [Numbers],
})
export class NumbersModule {}
