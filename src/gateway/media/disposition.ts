/** `Content-Disposition` that makes browsers save a file, whatever it is named (RFC 6266). */
export function disposition(filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  if (plain === filename) return `attachment; filename="${filename}"`;
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded(filename)}`;
}

/** RFC 8187: of the characters that encodeURIComponent leaves, five are not allowed. */
function encoded(filename: string): string {
  const wellFormed = filename.replace(/\p{Surrogate}/gu, '_');
  return encodeURIComponent(wellFormed).replace(
    /['()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
