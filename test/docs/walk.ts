import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { type Block, blocksOf } from './blocks.js';

/** The ports that the pages name, where one can not choose: each walk has others. */
const PORTS = /(localhost:|127\.0\.0\.1:|listen\(|PORT=|--port )(8000|8001|8002|8100|3000|3001)\b/g;
const LIMIT_MS = 100_000;

/**
 * In front of the commands of a page. What is refused there is a failure, though curl alone takes any answer for a success; only who
 * asks for the status (`-w`), or throws the answer away, expects a refusal. An absent field is no value for the next command.
 */
const PRELUDE = `set -eo pipefail
failed() { echo "failed: $*" >> "$FAILURES"; return 1; }
curl() {
  case " $* " in *" -w "* | *" -o /dev/null "* | *" -sf "*) command curl "$@"; return ;; *" -m "*) command curl -f "$@"; return ;; esac
  local code=0
  command curl --fail-with-body --max-time 30 "$@" || code=$?
  case $code in 0 | 23) ;; 7) return 7 ;; *) failed "curl $* ($code)" ;; esac
}
jq() { command jq -e "$@" || failed "jq $*"; }
export -f curl jq failed
`;

/** Pages whose blocks are run one after the other, in one shell, by a reader who follows them to the letter. */
export class Walk {
  private constructor(
    private readonly folder: string,
    private readonly env: Record<string, string>,
    private readonly ports: Map<string, string>,
  ) {}

  /** @param ports which ports stand for those of the pages; others are free ones */
  static async prepare(ports: Record<string, string> = {}, env: Record<string, string> = {}): Promise<Walk> {
    const folder = await mkdtemp(join(tmpdir(), 'wagate-docs-'));
    await mkdir(join(folder, 'files'));
    const chosen = new Map(Object.entries(ports));
    for (const port of ['8000', '8001', '8002', '8100', '3000', '3001']) {
      if (!chosen.has(port)) chosen.set(port, String(await freePort()));
    }
    return new Walk(folder, env, chosen);
  }

  /** Runs all blocks of these pages. Fails with the place of the block that failed and what the shell wrote until then. */
  async run(pages: string[], cwd = join(this.folder, 'files')): Promise<void> {
    const failures = join(this.folder, 'failures');
    const parts = [PRELUDE];
    for (const page of pages) for (const block of blocksOf(page)) parts.push(await this.step(block, cwd));
    const script = join(this.folder, 'walk.sh');
    await writeFile(script, parts.join('\n'));
    await writeFile(failures, '');
    const child = spawn('bash', ['-c', `. ${script}; [ ! -s "$FAILURES" ] || { cat "$FAILURES"; exit 1; }`], {
      cwd,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], FAILURES: failures, ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    const timer = setTimeout(() => endGroup(child.pid!, 'SIGKILL'), LIMIT_MS);
    const [code] = (await once(child, 'exit')) as [number | null];
    clearTimeout(timer);
    endGroup(child.pid!, 'SIGTERM');
    if (code !== 0) throw new Error(`the pages do not run as they are written:\n${output.slice(-6_000)}`);
  }

  async dispose(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  private async step(block: Block, cwd: string): Promise<string> {
    const code = block.code.replace(PORTS, (_, before: string, port: string) => before + this.ports.get(port));
    const said = `echo "== ${block.page}:${block.line}"\n`;
    if (block.noRun) return '';
    if (block.file) {
      await writeFile(join(cwd, block.file), code);
      return '';
    }
    if (block.language === 'sh') return said + code + `[ ! -s "$FAILURES" ] || exit 1\n`;
    if (block.language !== 'typescript') return '';
    const file = join(cwd, `block-${block.line}.mjs`);
    await writeFile(file, transpiled(code));
    return `${said}${JSON.stringify(process.execPath)} ${file}\n`;
  }
}

function transpiled(code: string): string {
  return transformSync(code, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } })
    .code;
}

function endGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    return; // Nobody is left in it.
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
