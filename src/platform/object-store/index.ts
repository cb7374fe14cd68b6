/**
 * Where bytes are kept that are too large for the database, or that must outlive it: a bucket of any S3 server, or files below
 * DATA_DIR/objects. It owns no table. Who keeps what, under which keys: gateway/archive `sessions/{id}/…`, platform/media `media/{id}/…`. What is personal
 * goes through {@link SealedObjects}. Nothing that a text message or a take-over needs is here, so that the store may be
 * away for hours.
 */
export { FileStore } from './file-store.js';
export { type ObjectInfo, ObjectMissing, ObjectStore } from './object-store.js';
export { ObjectStoreModule } from './object-store.module.js';
export { openObjectStore } from './open.js';
export { objectKeyPlace, type SealedObject, SealedObjects } from './sealed-objects.js';
export { Spool } from './spool.js';
