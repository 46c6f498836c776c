import type { ExitCode, Io } from './io.ts';
import { readOptions } from './options.ts';
import { wordsOf } from './words.ts';

/** Runs one call of the command line. Whatever happens, it ends in an exit code and never in a stack trace. */
export async function main(io: Io): Promise<ExitCode> {
  const options = readOptions(io.argv, io.env);
  const words = wordsOf(options.locale);
  const refuse = (line: string): ExitCode => {
    io.err(`keepalint: ${line}\n`);
    return 2;
  };
  if ('misuse' in options) return refuse(options.misuse);
  try {
    // Each command loads what it needs: most of a short run is loading.
    switch (options.command) {
      case 'version':
        return await (await import('./commands/about.ts')).version(io);
      case 'help':
        return await (await import('./commands/about.ts')).help(io, options.locale);
      case 'check':
        return await (await import('./commands/check.ts')).check(io, options);
      case 'format':
        return await (await import('./commands/format.ts')).format(io, options);
      case 'rules':
        return await (await import('./commands/rules.ts')).listRules(io, options, refuse);
      case 'explain':
        return await (await import('./commands/explain.ts')).explain(io, options, refuse);
      case 'effective':
        return await (await import('./commands/effective.ts')).effective(io, options, refuse);
      case 'location':
        return await (await import('./commands/effective.ts')).location(io, options, refuse);
      case 'states':
        return await (await import('./commands/states.ts')).states(io, options, refuse);
      case 'lsp':
        return await (await import('./commands/lsp.ts')).serve(io, options, refuse);
    }
  } catch (error) {
    const debug = io.env.KEEPALINT_DEBUG && error instanceof Error ? `\n${error.stack}` : '';
    return refuse(words.internal(`${error instanceof Error ? error.message : String(error)}${debug}`));
  }
}
