/**
 * Files that users send and receive. It owns the table `media`; the bytes are in the object store, each file sealed with a key that
 * only its row has, so that deleting the row erases the file. They come with a form (`POST /media`, or that of a message, read by
 * {@link readForm}), or through {@link Media}, which messaging calls with a URL or base64; those that contacts send are fetched by
 * workers and come through {@link ReceivedFiles}, which events calls, and pictures of accounts and groups through {@link ProfilePictures}. They
 * leave by `GET /media/{id}`. Files go with their session, with their user, or when their time is over.
 */
export { Looks } from './looks.service.js';
export type { MediaItem, MediaOwner } from './media-item.js';
export { MediaModule } from './media.module.js';
export { Media, type NewMedia } from './media.service.js';
export { PictureDto } from './profile-pictures.dto.js';
export { ProfilePictures } from './profile-pictures.service.js';
export { ReceivedFiles } from './received-files.service.js';
export { isForm, readForm } from './upload-form.js';
export { Voices } from './voices.service.js';
