/** Helpers of these tests: a small program on plain Baileys, and a sandbox of its own for each file. */
export { type Json, type SeenMessage } from './support/api.js';
export { Client, textOf } from './support/client.js';
export { eventually } from './support/eventually.js';
export { Stage } from './support/stage.js';
export { ScreenReader } from './support/screen.js';
