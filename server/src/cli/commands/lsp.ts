import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ExitCode, Io } from '../io.ts';
import type { Options } from '../options.ts';
import { wordsOf } from '../words.ts';

/** Runs the language server in this process until its client leaves; the same bundle that editors start. */
export function serve(io: Io, options: Options, refuse: (line: string) => ExitCode): Promise<ExitCode> {
  const words = wordsOf(options.locale);
  const [operand] = options.operands;
  if (operand !== undefined) return Promise.resolve(refuse(words.tooMany('lsp', operand)));
  const bundle = join(io.home, 'dist', 'server.cjs');
  if (!existsSync(bundle)) return Promise.resolve(refuse(words.noServer(bundle)));
  // vscode-languageserver takes its transport from the arguments; standard input and output are the only one offered here.
  if (!process.argv.includes('--stdio')) process.argv.push('--stdio');
  createRequire(import.meta.url)(bundle);
  return new Promise(() => {});
}
