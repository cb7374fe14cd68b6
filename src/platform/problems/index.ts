/**
 * Turns whatever was thrown into one entry of the table of error codes, for the HTTP edge and for the transport alike, and
 * checks what comes in. It owns no table; features throw `Problem` themselves and need nothing from here.
 */
export { problemOf } from './problem-of.js';
export { validationPipe } from './validation.pipe.js';
export { wrongField } from './wrong-field.js';
