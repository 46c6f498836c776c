import { type Port, start } from './browser.ts';

// Built as dist/server-web.js: a web worker, which stands at one end of a port itself.
start(globalThis as unknown as Port);
