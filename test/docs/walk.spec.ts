import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Walk } from './walk.js';

/** The test of the documentation is worth what it refuses. */
describe('a walk through a page', () => {
  let folder: string;
  let server: Server;
  let walk: Walk;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wagate-walk-'));
    server = createServer(({ url }, answer) => answer.writeHead(url === '/there' ? 200 : 404).end('{"id":7}'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    walk = await Walk.prepare({ 8000: String((server.address() as AddressInfo).port) });
  });

  afterAll(async () => {
    await walk.dispose();
    server.close();
    await rm(folder, { recursive: true });
  });

  async function walked(...commands: string[]): Promise<void> {
    const page = join(folder, 'page.md');
    await writeFile(page, `# Page\n\n${commands.map((command) => `\`\`\`sh\n${command}\n\`\`\`\n`).join('\n')}`);
    await walk.run([page]);
  }

  it('goes on with what the block before has exported', () =>
    walked('export ID=$(curl -s http://localhost:8000/there | jq -r .id)', '[ $ID = 7 ]'));

  it('takes a refusal for an answer where the status is asked for', () =>
    walked(`curl -s -w '%{http_code}' http://localhost:8000/nowhere`));

  it.each([
    ['a request that is refused, also in the middle of a line', 'echo $(curl -s http://localhost:8000/nowhere | cat)'],
    ['a field that is not there', 'export NAME=$(curl -s http://localhost:8000/there | jq -r .name)'],
    ['a command that fails', 'false'],
    ['a command that there is not', 'wagate-does-not-exist'],
  ])('ends at %s, and names the place', (_what, command) =>
    expect(walked('true', command, 'echo too far')).rejects.toThrow(/page\.md:8\n(?![^]*too far)/),
  );
});
