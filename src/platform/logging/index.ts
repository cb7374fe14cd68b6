/**
 * The log: one line an event, an object first and then a constant sentence. It owns no table. Secrets, phone numbers, message
 * texts and QR codes are removed here, by name and by look, whoever logs them. Inject {@link Log}, or pass it to plain code.
 */
export { quietConsole } from './console.js';
export { createLogger, Log } from './log.js';
export { LoggingModule } from './logging.module.js';
export { nestLogger } from './nest-logger.js';
export { redact, scrub } from './redact.js';
export { requestContext, type RequestContext } from './request-context.js';
