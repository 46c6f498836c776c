import { fileURLToPath } from 'node:url';
import { start } from './node.ts';

// Built as dist/server.js; the package brings the rule pages along.
start(fileURLToPath(new URL('../docs/rules', import.meta.url)));
