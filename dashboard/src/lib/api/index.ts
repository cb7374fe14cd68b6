/**
 * The way to the gateway. `api` knows every route of `openapi.json` (`npm run client` makes its types); features call it inside of TanStack Query and
 * show an {@link ApiProblem} in its own words.
 */
export { answer, api, type Schemas, signedFetch } from './client';
export { ApiProblem, fieldError, problemOf } from './problem';
export { currentSignIn, logIn, logOut, onSignInChange, register, renew, type SignIn, type User } from './sign-in';
