/** Work of which only so much may go on at once, because it takes memory or a processor. It owns no table. */
export { Turns } from './turns.js';
