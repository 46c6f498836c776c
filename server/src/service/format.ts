import type { ConfigProblem } from '../core/config.ts';
import { applySpaces, defaultFormat, type FormatOptions, type Formatting, type SpaceEdit } from '../core/format.ts';
import type { Host } from '../core/host.ts';
import type { LanguageId, Source } from '../core/text.ts';
import { typed as typedInNginx } from '../nginx/typing.ts';
import { typed as typedInSysctl } from '../sysctl/typing.ts';
import { findConfigurations } from './configuration.ts';
import { recognise } from './recognise.ts';
import { languages, rules } from './service.ts';

export type Formatted = (
  | { readonly kind: 'ignored' | 'unreadable' | 'unrecognised' }
  | { readonly kind: 'judged'; readonly source: Source; readonly language: LanguageId; readonly formatting: Formatting }
) & { readonly configProblems: readonly ConfigProblem[] };

/**
 * Formats files by their paths, as the configuration nearest to each says (`config`: by this one, or by none). `editor` is what
 * counts where that says nothing.
 */
export function formatter(
  host: Host,
  config?: string | false,
  editor: Partial<FormatOptions> = {},
): (path: string) => Promise<Formatted> {
  const prepare = preparer(host, config, editor);
  return async (path) => {
    const prepared = await prepare(path);
    if (prepared.kind !== 'judged') return prepared;
    const { options, ...rest } = prepared;
    return { ...rest, formatting: languages[rest.language].format(rest.source, options) };
  };
}

/** What to change in the indentation of lines of an open file once a character was typed before an offset. */
export async function formatTyped(
  host: Host,
  editor: Partial<FormatOptions>,
  path: string,
  typedAt: (source: Source) => number,
  character: string,
): Promise<{ readonly source: Source; readonly edits: readonly SpaceEdit[] } | undefined> {
  const prepared = await preparer(host, undefined, editor)(path);
  if (prepared.kind !== 'judged') return undefined;
  const { source, language, options } = prepared;
  return { source, edits: typed[language](source, typedAt(source), character, options) };
}

const typed = { nginx: typedInNginx, sysctl: typedInSysctl };

function preparer(host: Host, config: string | false | undefined, editor: Partial<FormatOptions>) {
  const configurations = findConfigurations(host, config, rules.keys());
  return async (path: string) => {
    const { config, problems: configProblems } = await configurations.of(path);
    if (config.ignores(path)) return { kind: 'ignored', configProblems } as const;
    const source = await host.read(path);
    if (!source) return { kind: 'unreadable', configProblems } as const;
    const language = source.language ?? recognise(path, source.text);
    if (!language) return { kind: 'unrecognised', configProblems } as const;
    const options: FormatOptions = { ...defaultFormat, ...editor, ...config.format };
    return { kind: 'judged', source, language, options, configProblems } as const;
  };
}

/** The text that formatting makes of a source; the source itself where nothing changes. */
export function formattedSource(source: Source, { edits }: Extract<Formatting, { readonly refused?: undefined }>): Source {
  return edits.length === 0 ? source : { ...source, text: applySpaces(source.text, edits) };
}
