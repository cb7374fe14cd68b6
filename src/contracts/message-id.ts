import { randomBytes } from 'node:crypto';

/**
 * A fresh WhatsApp message id, of the form that WhatsApp Web uses: `3EB0` and 18 hexadecimal digits. It is chosen when a
 * message is accepted, so that every attempt to send it carries the same id and the recipient can tell a repeat.
 */
export function newMessageId(): string {
  return `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;
}
