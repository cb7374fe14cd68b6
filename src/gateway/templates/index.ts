/**
 * Templates: texts of a user with places for variables, `Hi {{name}}`. It owns the table `template`. Messaging asks {@link Templates} for
 * the one that a caller names, and fills it in; what was sent once does not change with its template.
 */
export { filledIn } from './fill-in.js';
export { TemplatesModule } from './templates.module.js';
export { Templates } from './templates.service.js';
