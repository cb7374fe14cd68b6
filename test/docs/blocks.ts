import { readFileSync } from 'node:fs';

/** A fenced block of a page. */
export interface Block {
  page: string;
  /** Of the first line of its code, counted from 1. */
  line: number;
  language: string;
  code: string;
  /** Why it can not be run by a test: `no-run: …` behind the language. */
  noRun?: string;
  /** The file that it is to be saved as: a comment in its first line says so. */
  file?: string;
}

const FENCE = /^( *)(`{3,})(.*)$/;
const NAME = /^(?:\/\/|#|<\?php \/\/) (\S+\.(?:mjs|py|go|php))\b/;

/** All fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; info: string; line: number; code: string[] } | undefined;
  for (const [index, text] of readFileSync(page, 'utf8').split('\n').entries()) {
    const [, , fence = '', info = ''] = FENCE.exec(text) ?? [];
    if (!open && fence) open = { fence, info, line: index + 2, code: [] };
    else if (open && fence === open.fence && info === '') {
      blocks.push(blockOf(page, open));
      open = undefined;
    } else open?.code.push(text);
  }
  if (open) throw new Error(`${page}:${open.line} opens a block that nothing closes`);
  return blocks;
}

function blockOf(page: string, { info, line, code }: { info: string; line: number; code: string[] }): Block {
  const [language = '', ...rest] = info.trim().split(' ');
  const [, noRun] = /^no-run: (.+)$/.exec(rest.join(' ')) ?? [];
  const [, file] = NAME.exec(code[0] ?? '') ?? [];
  return { page, line, language, code: `${code.join('\n')}\n`, ...(noRun && { noRun }), ...(file && { file }) };
}
