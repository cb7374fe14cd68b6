/**
 * Who is who. It owns the table `contact`: one row a person and session, with the phone number, the LID and the names. What a batch of
 * facts says of people is learned by ContactFacts, before events applies the facts under the one address of each; messaging and
 * chats ask AddressBook under which address a chat is kept.
 */
export { AddressBook } from './address-book.service.js';
export { AddressBookModule } from './address-book.module.js';
export { ContactFacts, type Met } from './contact-facts.service.js';
export type { Joined } from './contact-book.js';
