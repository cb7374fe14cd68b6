// npm run postman: a collection for Postman, made from openapi.json. With --check it only compares.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ROOT } from './build-if-stale.mjs';
import { keepCurrent } from './keep-current.mjs';
import { collectionOf } from './postman-collection.mjs';

const FILE = 'examples/wagate.postman_collection.json';

const document = JSON.parse(readFileSync(join(ROOT, 'openapi.json'), 'utf8'));
const filepath = join(ROOT, FILE);
const text = await format(JSON.stringify(collectionOf(document)), { ...(await resolveConfig(filepath)), filepath });
keepCurrent({ [FILE]: text }, 'Run: npm run postman');
