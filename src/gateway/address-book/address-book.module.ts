import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { SessionsModule } from '../sessions/index.js';
import { AddressBookController } from './address-book.controller.js';
import { AddressBook } from './address-book.service.js';
import { ContactFacts } from './contact-facts.service.js';
import { ContactsRepository } from './contacts.repository.js';

@Module({
  imports: [AuthModule, SessionsModule],
  controllers: [AddressBookController],
  providers: [AddressBook, ContactFacts, ContactsRepository],
  exports: [AddressBook, ContactFacts],
})
export class AddressBookModule {}
