/** The routes and shapes of the API: the one description that `npm run client` makes of `openapi.json`. */
export type { components, paths } from '../../../../examples/typescript-client/api';
