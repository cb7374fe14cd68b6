import { needPrograms } from './programs.js';
import { Walk } from './walk.js';

const INSTALL_LIMIT_MS = 600_000;

describe('the operating guide', () => {
  let walk: Walk;

  beforeAll(needPrograms, INSTALL_LIMIT_MS);

  beforeEach(async () => {
    walk = await Walk.prepare();
  });

  afterEach(() => walk.dispose());

  // In the project's own folder, whose programs it starts: stores, gateway and two workers.
  it('leads to a cluster and back, command by command', () => walk.run(['docs/operating.md'], process.cwd()));
});
