import type { Problem } from '../../contracts/errors.js';

/** The body of a problem; `instance` is the path of the request, and `type` a page of the installation at `publicUrl`. */
export function problemBody(problem: Problem, instance: string, publicUrl = ''): Record<string, unknown> {
  const { code, title, status, detail, errors, reason } = problem;
  return {
    type: `${publicUrl.replace(/\/$/, '')}/docs/problems#${code}`,
    title,
    status,
    detail,
    instance,
    code,
    ...(errors && { errors }),
    ...(reason !== undefined && { reason }),
  };
}
