import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PRODUCT_VARIABLES } from './support/product-variables.js';

const dockerfile = readFileSync('Dockerfile', 'utf8').replaceAll(/\\\n\s*/g, '');
const lines = dockerfile.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
const stages = dockerfile
  .split(/^FROM /m)
  .slice(1)
  .map((stage) => stage.split('\n'));
const last = stages.at(-1)!;

/** What the build gets to see: .dockerignore lists it, all else is left out. */
const sent = readFileSync('.dockerignore', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

describe('the image', () => {
  it('is Node 24 on a slim Debian, of a fixed version, in every stage', () => {
    const bases = lines.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1]);
    expect(bases).toHaveLength(3);
    for (const base of bases) expect(base).toMatch(/^node:24\.\d+\.\d+-bookworm-slim$/);
  });

  it('has the packages of the lockfile, without those for development', () => {
    expect(dockerfile).not.toContain('npm install');
    const packages = stages.find(([from]) => from?.endsWith('AS packages'))!;
    expect(packages.join('\n')).toContain('npm ci --omit=dev');
    expect(last).toContain('COPY --from=packages /app/node_modules node_modules');
  });

  it('can convert voice messages', () => {
    expect(last.some((line) => /^RUN apt-get .* ffmpeg\b/.test(line))).toBe(true);
  });

  it('is made of files that are there and are sent to the build', () => {
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1));
    for (const file of copied) {
      expect([file, existsSync(file), sent.includes(file)]).toEqual([file, true, true]);
    }
    expect(sent.filter((file) => !copied.includes(file))).toEqual([]);
  });

  it('runs as a user without rights, and knows whether it is healthy', () => {
    expect(last).toContain('USER node');
    expect(last.find((line) => line.startsWith('HEALTHCHECK '))).toContain('["node", "scripts/healthcheck.mjs"]');
    expect(last.find((line) => line.startsWith('CMD '))).toContain('dist/main.js');
  });

  it('sets only variables that are known', () => {
    const set = lines.filter((line) => line.startsWith('ENV ')).flatMap((line) => line.slice(4).split(' '));
    const names = set.map((pair) => pair.split('=')[0]!);
    expect(names.filter((name) => name !== 'NODE_ENV' && !PRODUCT_VARIABLES.has(name))).toEqual([]);
  });
});

describe('the health check of a container', () => {
  const check = async (env: Record<string, string>, ...args: string[]) => {
    const child = spawn(process.execPath, ['scripts/healthcheck.mjs', ...args], { env, stdio: 'ignore' });
    const [code] = (await once(child, 'exit')) as [number];
    return code;
  };

  it('asks the role that runs, and ends with 0 only for a success', async () => {
    const asked: string[] = [];
    const server = createServer(({ url = '' }, answer) => {
      asked.push(url);
      answer.writeHead(url === '/ill' ? 503 : 200).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = String((server.address() as AddressInfo).port);
    expect(await check({ PORT: port })).toBe(0);
    expect(await check({ ROLE: 'worker', WORKER_PORT: port, PORT: '1' })).toBe(0);
    expect(await check({}, `http://127.0.0.1:${port}/health`)).toBe(0);
    expect(await check({}, `http://127.0.0.1:${port}/ill`)).toBe(1);
    expect(asked).toEqual(['/live', '/live', '/health', '/ill']);
    server.close();
    await once(server, 'close');
    expect(await check({ PORT: port })).toBe(1);
  });
});
