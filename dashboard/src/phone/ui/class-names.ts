import { clsx, type ClassValue } from 'clsx';
import { twMerge } from 'tailwind-merge';

/** Class names together; of those that contradict each other the last holds. */
export function cn(...names: ClassValue[]): string {
  return twMerge(clsx(names));
}
