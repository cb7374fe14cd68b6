import { type NewEvent, phoneOf } from '../../contracts/index.js';
import type { Contact, ContactChange } from './contact-book.js';

/** A contact as callers see it, in answers and events. */
export function contactView({ whatsappId, lid, pushName, savedName, verifiedName, pictureId }: Contact) {
  const contactId = whatsappId ?? lid ?? '';
  const name = savedName ?? verifiedName ?? pushName;
  return { contactId, phoneNumber: phoneOf(contactId), lid, name, pushName, savedName, verifiedName, pictureId };
}

export function contactEvent({ contact, changed, merged }: ContactChange): NewEvent {
  const view = contactView(contact);
  const payload = { ...view, changed: [...changed], merged: merged !== null };
  return { type: 'contact.updated', chatId: view.contactId, payload };
}
