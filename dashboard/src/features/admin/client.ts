import type { Schemas } from '@/lib/api';

export { answer, api as client } from '@/lib/api';

/** A type of the API by its name in the OpenAPI document. */
export type Schema<Name extends keyof Schemas> = Schemas[Name];
