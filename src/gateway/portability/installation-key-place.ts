/** Where the sealed key of the installation belongs. */
export function installationKeyPlace(): string {
  return 'installation/key';
}
