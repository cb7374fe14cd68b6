import { Matches } from 'class-validator';

// PostgreSQL stores neither NUL nor half a surrogate pair.
const STORABLE = /^[^\0\p{Surrogate}]*$/u;

/** Text that the database can keep. */
export const Storable = () => Matches(STORABLE, { message: 'must be well-formed text' });
