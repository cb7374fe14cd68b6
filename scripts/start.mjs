// npm start: builds when something changed, then becomes the product. It runs in this process, so signals reach it directly.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { buildIfStale, requireNodeAndPackages, ROOT } from './build-if-stale.mjs';

requireNodeAndPackages();
buildIfStale();
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(ROOT, 'dist', 'main.js')).href);
