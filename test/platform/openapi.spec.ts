import { spawnSync } from 'node:child_process';

describe('What is made from the routes', () => {
  it.each([
    ['the OpenAPI documents', 'openapi'],
    ['the TypeScript client', 'client'],
    ['the Postman collection', 'postman'],
  ])('is current: %s, else: npm run %s', (_what, script) => {
    const { stderr, status } = spawnSync(process.execPath, [`scripts/${script}.mjs`, '--check'], { encoding: 'utf8' });
    expect([stderr, status]).toEqual(['', 0]);
  });
});
