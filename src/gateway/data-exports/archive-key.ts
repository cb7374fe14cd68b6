/** Where in the object store an archive lies; the folder is removed by a trigger when its row is. */
export function archiveFolder(id: string): string {
  return `data-exports/${id}`;
}

export function archiveKey(id: string): string {
  return `${archiveFolder(id)}/archive.tar.gz`;
}
