// npm run licences: the list of production packages in LICENSES.md, made from the lock. With --check it only compares.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build-if-stale.mjs';
import { keepCurrent } from './keep-current.mjs';
import { productionPackages } from './release-rules.mjs';

const FILE = 'LICENSES.md';
const MARKER = '<!-- made by npm run licences -->';

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const lines = productionPackages(lock).map(({ name, version, licence }) => `- ${name} ${version}: ${licence}`);
const [words] = readFileSync(join(ROOT, FILE), 'utf8').split(MARKER);
keepCurrent({ [FILE]: `${words}${MARKER}\n\n${lines.join('\n')}\n` }, 'Run: npm run licences');
