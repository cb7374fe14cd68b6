/** One wrong field of a request. */
export class FieldProblemDto {
  /**
   * A JSON pointer into the body, or the name of a query or path parameter.
   * @example '/to'
   */
  pointer: string;

  /** @example 'must be a string' */
  detail: string;
}

/** What every error looks like (RFC 9457). */
export class ProblemDto {
  type: string;

  /** @example 'There is no such session' */
  title: string;

  /** @example 404 */
  status: number;

  /** @example 'There is no session alice.' */
  detail: string;

  /** @example '/api/v1/sessions/alice' */
  instance: string;

  /**
   * A constant word for programs.
   * @example 'SESSION_NOT_FOUND'
   */
  code: string;

  /** With 422: the fields that are wrong. */
  errors?: FieldProblemDto[];

  /** With 429: the limit that was hit. */
  reason?: string;
}
