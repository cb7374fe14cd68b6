import { ABOUT } from './openapi.js';
import type { Route } from './route.js';

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}' +
  'code,pre{font:14px/1.4 ui-monospace,monospace;background:#f4f4f4}pre{padding:.6rem;overflow:auto}' +
  'h3{margin-bottom:0}h3 b{color:#06c}summary{cursor:pointer}@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}code,pre{background:#222}h3 b{color:#6af}}';

/** The documentation for people: every operation with its body and an example answer. */
export function docsPage(routes: Route[]): string {
  const tags = [...new Set(routes.map((route) => route.tag))];
  const sections = tags.map(
    (tag) =>
      `<h2>${tag}</h2>${routes
        .filter((route) => route.tag === tag)
        .map(section)
        .join('')}`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>WhatsApp sandbox</title><style>${STYLE}</style>
<h1>WhatsApp sandbox</h1><p>${escape(ABOUT)}</p>
<p>Point a client at <code>/ws/chat</code> of this port (Baileys: <code>waWebSocketUrl</code>), scan its QR code with
<code>POST /phones/{phoneNumber}/scan</code>, create a contact, and write to it. Machines read <a href="/openapi.json">/openapi.json</a>.</p>
${sections.join('\n')}</html>`;
}

function section({ method, path, summary, description, query, body, answer }: Route): string {
  const parts = [`<h3><b>${method}</b> <code>${path}</code></h3><p>${escape(summary)}.</p>`];
  if (description) parts.push(`<p>${escape(description).replace(/`([^`]+)`/g, '<code>$1</code>')}</p>`);
  if (query)
    parts.push(
      `<p>Query: ${Object.keys(query)
        .map((name) => `<code>${name}</code>`)
        .join(', ')}</p>`,
    );
  if (body === 'text') parts.push('<p>Body: plain text</p>');
  else if (body) parts.push(details('Body', body));
  if (answer !== undefined) parts.push(details('Answer', answer));
  return parts.join('');
}

function details(title: string, value: unknown): string {
  return `<details><summary>${title}</summary><pre>${escape(JSON.stringify(value, null, 2))}</pre></details>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
