/**
 * The bytes of media in the object store, for both roles: their type by what they are, a limit by kind, their SHA-256, encrypted
 * under `media/{id}/images|videos|audio|documents/`. It owns no table: gateway/media keeps the rows, without which nothing of
 * it can be read. Needs ObjectStoreModule.
 */
export { MediaBodies, type MediaBody, type MediaClaims, mediaFolder } from './media-bodies.js';
export { MediaBodiesModule } from './media-bodies.module.js';
