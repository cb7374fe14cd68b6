/** What stands in a curl line in place of the credential. */
export const TOKEN_PLACEHOLDER = '$TOKEN';

interface Call {
  method: string;
  url: string;
  /** JSON, or null. Of files, only that they are sent. */
  body: string | null;
  form: boolean;
}

/** A call as a line for a shell. The credential is a placeholder, and so is the password of who signs in. */
export function curlLine({ method, url, body, form }: Call): string {
  const parts = [`curl -s ${method === 'GET' ? '' : `-X ${method} `}${quoted(url)}`];
  // In double quotes: the shell fills in the variable.
  parts.push(`-H "Authorization: Bearer ${TOKEN_PLACEHOLDER}"`);
  if (form) parts.push(`-F 'file=@picture.jpg'`);
  if (body !== null) parts.push(`-H 'Content-Type: application/json'`, `-d ${quoted(withoutSecrets(body))}`);
  return parts.join(' \\\n  ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function withoutSecrets(body: string): string {
  return body.replaceAll(/("(?:currentPassword|newPassword|password)":)"(?:[^"\\]|\\.)*"/g, '$1"…"');
}
