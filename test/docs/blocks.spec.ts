import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Block, blocksOf } from './blocks.js';

/** Those whose commands the other specs here run. */
const WALKED = ['README.md', ...['api-guide', 'operating', 'sandbox', 'webhooks'].map((name) => `docs/${name}.md`)];
const PAGES = ['README.md', ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : []))];
const BLOCKS = PAGES.flatMap(blocksOf);
const RUN = ['sh', 'typescript', 'js', 'python', 'go', 'php'];

const placeOf = ({ page, line }: Block) => `${page}:${line}`;
const inLanguage = (...languages: string[]) => BLOCKS.filter(({ language }) => languages.includes(language));

describe('the blocks of code in the documentation', () => {
  it('are in languages that are run or read here', () => {
    expect(BLOCKS.filter(({ language }) => ![...RUN, 'json', 'yaml'].includes(language)).map(placeOf)).toEqual([]);
  });

  it('are on pages that a test walks through, or say why they are not run', () => {
    const unseen = inLanguage(...RUN).filter(({ page, noRun }) => !WALKED.includes(page) && !noRun);
    expect(unseen.map(placeOf)).toEqual([]);
  });

  it('of a program are saved under the name that they begin with', () => {
    expect(
      inLanguage('js', 'python', 'go', 'php')
        .filter(({ file }) => !file)
        .map(placeOf),
    ).toEqual([]);
  });

  it('are shell that bash can read, also where they are not run', () => {
    const errors = inLanguage('sh').map((block) => [placeOf(block), syntaxErrorOf(block)]);
    expect(errors.filter(([, error]) => error)).toEqual([]);
  });

  it('are JSON and YAML that can be parsed', () => {
    for (const { language, code } of inLanguage('json', 'yaml')) {
      expect(language === 'json' ? JSON.parse(code) : parse(code)).toBeDefined();
    }
  });

  it('are TypeScript that compiles under strict rules', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wagate-docs-'));
    const files = inLanguage('typescript').map((block) => {
      const file = join(folder, `line-${block.line}.mts`);
      writeFileSync(file, block.code);
      return file;
    });
    const types = ['--types', 'node', '--typeRoots', join(process.cwd(), 'node_modules', '@types')];
    const how = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--target',
      'es2022',
      '--module',
      'nodenext',
      ...types,
    ];
    const { stdout } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', ...how, ...files], {
      encoding: 'utf8',
    });
    rmSync(folder, { recursive: true });
    expect(files.length).toBeGreaterThan(0);
    expect(stdout).toBe('');
  });
});

/** What bash says when it only reads. */
function syntaxErrorOf({ code }: Block): string {
  return spawnSync('bash', ['-n'], { input: code, encoding: 'utf8' }).stderr;
}
