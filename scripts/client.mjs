// npm run client: the types of the TypeScript clients, made from openapi.json. With --check it only compares.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { ROOT } from './build-if-stale.mjs';
import { keepCurrent } from './keep-current.mjs';

/** Each is the same text: a folder that is copied elsewhere takes its types along. */
const CLIENTS = ['examples/typescript-client/api.d.ts'];
const HEAD = '// Made from openapi.json by `npm run client`: change that, not this.\n\n';

const document = JSON.parse(readFileSync(join(ROOT, 'openapi.json'), 'utf8'));
// A field with a default may be left out of a request.
const types = HEAD + astToString(await openapiTypescript(document, { defaultNonNullable: false }));
keepCurrent(Object.fromEntries(CLIENTS.map((path) => [path, types])), 'Run: npm run client');
