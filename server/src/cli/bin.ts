#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { main } from './main.ts';

for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // `keepalint … | head` closes the pipe early; that is no error. A full disk is one.
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    if (stream === process.stdout) process.stderr.write(`keepalint: ${error.message}\n`);
    process.exit(2);
  });

process.exitCode = await main({
  argv: process.argv.slice(2),
  cwd: process.cwd(),
  env: process.env,
  // Built as dist/cli.js.
  home: fileURLToPath(new URL('..', import.meta.url)),
  stdin: async () => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
    return Buffer.concat(chunks);
  },
  out: (data) => void process.stdout.write(data),
  err: (text) => void process.stderr.write(text),
  terminal: {
    out: process.stdout.isTTY === true,
    err: process.stderr.isTTY === true,
    columns: process.stdout.columns || 100,
  },
});
