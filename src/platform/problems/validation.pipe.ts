import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type FieldProblem, Problem } from '../../contracts/errors.js';

const MAX_ERRORS = 100;

/** What the pipe throws inside; where the fields stood is added one step further out. */
class WrongFields extends Error {
  constructor(readonly errors: ValidationError[]) {
    super('wrong fields');
  }
}

/** Checks DTOs in HTTP requests and RPC payloads: VALIDATION_FAILED names every wrong field and every unknown one. */
export function validationPipe(): ValidationPipe {
  return new ProblemValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (errors) => new WrongFields(errors),
  });
}

@Injectable()
class ProblemValidationPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const inBody = metadata.type === 'body' && metadata.data === undefined;
    if (inBody && this.toValidate(metadata) && !isObject(value)) {
      throw new Problem('VALIDATION_FAILED', 'The body must be a JSON object.', {
        errors: [{ pointer: '', detail: 'must be a JSON object' }],
      });
    }
    try {
      return await super.transform(value, metadata);
    } catch (error) {
      if (!(error instanceof WrongFields)) throw error;
      throw validationProblem(error.errors, metadata.type === 'body');
    }
  }
}

/** A missing body counts as an empty object, so that the answer names the fields that are missing. */
function isObject(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value));
}

function validationProblem(errors: ValidationError[], inBody: boolean): Problem {
  const fields = errors.flatMap((error) => fieldProblems(error, inBody ? '/' : ''));
  const names = fields.slice(0, 3).map((field) => `${field.pointer} ${field.detail}`);
  const more = fields.length > names.length ? ` and ${fields.length - names.length} more` : '';
  return new Problem('VALIDATION_FAILED', `${names.join('; ')}${more}.`, { errors: fields.slice(0, MAX_ERRORS) });
}

function fieldProblems(error: ValidationError, prefix: string): FieldProblem[] {
  const pointer = prefix + error.property.replaceAll('~', '~0').replaceAll('/', '~1');
  const details = Object.entries(error.constraints ?? {}).map(([rule, message]) =>
    detailOf(rule, message, error.property),
  );
  const own = details.length > 0 ? [{ pointer, detail: details.join(', ') }] : [];
  return [...own, ...(error.children ?? []).flatMap((child) => fieldProblems(child, `${pointer}/`))];
}

/** class-validator starts its sentences with the name of the field, which the pointer says already. */
function detailOf(rule: string, message: string, property: string): string {
  if (rule === 'whitelistValidation') return 'is not a known field';
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
