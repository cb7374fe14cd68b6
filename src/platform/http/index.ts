/**
 * The HTTP edge: one application set up alike for every role. Body and time limits, request ids, an access log, validation,
 * problem+json for everything that goes wrong, and the documentation pages. It owns no table; `main.ts` calls {@link createHttpApp}.
 * Controllers of both roles name their errors with {@link ApiProblems}.
 */
export { validationPipe } from '../problems/index.js';
export { showAllowance } from './allowance.js';
export { ApiProblems } from './api-problems.decorator.js';
export { createHttpApp } from './app.js';
export { cursorAt, idAt } from './cursor.js';
export { challenge } from './challenge.js';
export { apiDocument, serveDocs } from './docs.js';
export { type Page, pageOf } from './page.js';
export { PageLimit, PageQueryDto, PaginationDto } from './page.dto.js';
export { problemBody } from './problem-body.js';
export { ProblemDto } from './problem.dto.js';
export { ProblemFilter } from './problem.filter.js';
export { TakesUploads } from './uploads.decorator.js';
