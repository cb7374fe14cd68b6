/**
 * The HTTP edge: one application set up alike for every role. Body and time limits, request ids, an access log, validation,
 * and problem+json for everything that goes wrong. It owns no table; `main.ts` calls {@link createHttpApp}.
 */
export { validationPipe } from '../problems/index.js';
export { createHttpApp } from './app.js';
export { problemBody } from './problem-body.js';
export { ProblemFilter } from './problem.filter.js';
