/**
 * Sound and film, through the programs `ffmpeg` and `ffprobe` where they are installed. Files are anybody's bytes: each run has fixed
 * arguments, no shell, no network, nothing of our environment, and limits of time, of pixels and of what it may write. It owns no
 * table; gateway/media calls it.
 */
export { Ffmpeg, type Film } from './ffmpeg.js';
export { FfmpegModule } from './ffmpeg.module.js';
export { ProgramFailed } from './run-program.js';
export type { Sound } from './sound-shape.js';
