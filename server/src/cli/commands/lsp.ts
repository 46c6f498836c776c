import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ExitCode, Io } from '../io.ts';
import type { Options } from '../options.ts';
import { wordsOf } from '../words.ts';

/** Runs the language server in this process until its client leaves; the same bundle that editors start. */
export async function serve(io: Io, options: Options, refuse: (line: string) => ExitCode): Promise<ExitCode> {
  const words = wordsOf(options.locale);
  const [operand] = options.operands;
  if (operand !== undefined) return refuse(words.tooMany('lsp', operand));
  const bundle = join(io.home, 'dist', 'server.js');
  if (!existsSync(bundle)) return refuse(words.noServer(bundle));
  // vscode-languageserver takes its transport from the arguments; standard input and output are the only one offered here.
  if (!process.argv.includes('--stdio')) process.argv.push('--stdio');
  await import(pathToFileURL(bundle).href);
  return new Promise(() => {});
}
