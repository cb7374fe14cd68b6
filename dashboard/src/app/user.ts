import { createContext, useContext } from 'react';
import type { User } from '@/lib/api';

export const UserContext = createContext<User | null>(null);

/** Who has signed in. Only for what is shown inside of the shell. */
export function useUser(): User {
  const user = useContext(UserContext);
  if (user === null) throw new Error('nobody has signed in');
  return user;
}
