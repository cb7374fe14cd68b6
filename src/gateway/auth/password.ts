import bcrypt from 'bcrypt';
import { ValidateBy } from 'class-validator';

const COST = 12;
const MIN_BYTES = 8;
// bcrypt reads 72 bytes and ignores the rest without a word: a longer one would be weaker than it looks.
const MAX_BYTES = 72;

// A well-formed hash whose password nobody knows; comparing with it takes as long as with a real one.
const NOBODYS_HASH = '$2b$12$Q1bT3hGq8uN5sWv0ZkXjKeM2yRfA7cLdPoIxUgHtEnSaBwVm9JrY6';

/** What is wrong with a new password; null when it will do. */
export function passwordProblem(password: string): string | null {
  const bytes = Buffer.byteLength(password, 'utf8');
  if (bytes >= MIN_BYTES && bytes <= MAX_BYTES) return null;
  return `must have ${MIN_BYTES} to ${MAX_BYTES} bytes in UTF-8; this one has ${bytes}`;
}

/** Refuses a field that {@link passwordProblem} objects to. */
export function IsNewPassword(): PropertyDecorator {
  return ValidateBy({
    name: 'isNewPassword',
    validator: {
      validate: (value) => typeof value === 'string' && passwordProblem(value) === null,
      defaultMessage: (args) => {
        const value: unknown = args?.value;
        return (typeof value === 'string' && passwordProblem(value)) || 'must be a string';
      },
    },
  });
}

/** For storage. The password must have passed {@link passwordProblem}. Takes some 200 ms of a thread, on purpose. */
export function hashPassword(password: string): Promise<string> {
  return bcrypt.hash(password, COST);
}

/** `hash` is null for a user that does not exist: the answer is no, and it takes as long as for one that does. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const same = await bcrypt.compare(password, hash ?? NOBODYS_HASH);
  return same && hash !== null && Buffer.byteLength(password, 'utf8') <= MAX_BYTES;
}
