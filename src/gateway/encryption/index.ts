/**
 * Changing ENCRYPTION_KEY: brings all that is sealed under the key of now, a batch at a time, and tells administrators how far that
 * is. It owns the table resealed_copies, and of all other modules it reads and writes what is sealed ({@link SEALED_TABLES}).
 */
export { EncryptionModule } from './encryption.module.js';
export { SEALED_TABLES } from './sealed-tables.js';
