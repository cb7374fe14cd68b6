import { Problem } from '../../contracts/index.js';

/** VALIDATION_FAILED for one field of a body; `pointer` as in `FieldProblem`. */
export function wrongField(pointer: string, detail: string): Problem {
  return new Problem('VALIDATION_FAILED', `${pointer} ${detail}.`, { errors: [{ pointer, detail }] });
}
