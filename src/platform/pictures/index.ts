/**
 * Small pictures of pictures, for what is shown of a file or a page before it is loaded. Pictures are anybody's bytes: they are
 * decoded in a thread of their own, one at a time, with limits of pixels and time. It owns no table; gateway/media calls it, and
 * gateway/messaging for the previews of links.
 */
export type { Picture } from './draw-thumbnail.js';
export { Pictures } from './pictures.js';
export { PicturesModule } from './pictures.module.js';
