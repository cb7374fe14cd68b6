/** What the gateway says when it refuses (RFC 9457), as far as pages use it. */
interface ProblemDocument {
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  reason?: string;
  errors?: { pointer: string; detail: string }[];
}

/** A refusal in the words of the gateway, or of the way to it: `code` is then `UNREACHABLE`. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly fields: { pointer: string; detail: string }[];

  constructor(document: ProblemDocument, options?: ErrorOptions) {
    const title = document.title ?? 'The gateway gave an answer that can not be read';
    super(document.detail ?? title, options);
    this.name = 'ApiProblem';
    this.status = document.status ?? 0;
    this.code = document.code ?? 'UNKNOWN';
    this.title = title;
    this.detail = document.detail ?? '';
    this.fields = document.errors ?? [];
  }
}

export function unreachable(cause: unknown): ApiProblem {
  const detail = 'It did not answer. This page goes on by itself as soon as it does.';
  return new ApiProblem({ code: 'UNREACHABLE', title: 'The gateway can not be reached', detail }, { cause });
}

/** Any error as one that can be shown. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem(
    { code: 'UNKNOWN', title: 'This page did something wrong', detail: String(error) },
    { cause: error },
  );
}

/** What is wrong with one field of a form, which the body has under this name; undefined when nothing is. */
export function fieldError(error: unknown, name: string): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  const own = error.fields.filter(({ pointer }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`));
  if (own.length === 0) return undefined;
  const [first = ''] = own.map(({ detail }) => detail);
  return first.charAt(0).toUpperCase() + first.slice(1);
}
