import { spawnSync } from 'node:child_process';

describe('The OpenAPI documents', () => {
  it('are what the routes say, else: npm run openapi', () => {
    const { stderr, status } = spawnSync(process.execPath, ['scripts/openapi.mjs', '--check'], { encoding: 'utf8' });
    expect([stderr, status]).toEqual(['', 0]);
  });
});
