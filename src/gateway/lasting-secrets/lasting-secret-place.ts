export function lastingSecretPlace(name: string): string {
  return `lasting-secret/${name}`;
}
