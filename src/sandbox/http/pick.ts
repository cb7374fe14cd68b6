/** The named properties that are there. */
export function pick<T extends object, K extends keyof T>(source: T, ...names: K[]): { [P in K]?: NonNullable<T[P]> } {
  const present = names.filter((name) => source[name] !== undefined);
  return Object.fromEntries(present.map((name) => [name, source[name]])) as { [P in K]?: NonNullable<T[P]> };
}
