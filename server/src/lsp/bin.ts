import { join } from 'node:path';
import { start } from './node.ts';

// Built as dist/server.cjs; the package brings the rule pages along.
start(join(__dirname, '..', 'docs', 'rules'));
