import { fileURLToPath } from 'node:url';
import { start } from './node.ts';

// Built as dist/server.js; the package brings along what hovers quote.
start(fileURLToPath(new URL('..', import.meta.url)));
