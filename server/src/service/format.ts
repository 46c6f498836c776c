import type { ConfigProblem } from '../core/config.ts';
import { applySpaces, defaultFormat, type FormatOptions, type Formatting } from '../core/format.ts';
import type { Host } from '../core/host.ts';
import type { LanguageId, Source } from '../core/text.ts';
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
  const configurations = findConfigurations(host, config, rules.keys());
  return async (path) => {
    const { config, problems: configProblems } = await configurations.of(path);
    if (config.ignores(path)) return { kind: 'ignored', configProblems };
    const source = await host.read(path);
    if (!source) return { kind: 'unreadable', configProblems };
    const language = source.language ?? recognise(path, source.text);
    if (!language) return { kind: 'unrecognised', configProblems };
    const options = { ...defaultFormat, ...editor, ...config.format };
    return { kind: 'judged', source, language, formatting: languages[language].format(source, options), configProblems };
  };
}

/** The text that formatting makes of a source; the source itself where nothing changes. */
export function formattedSource(source: Source, { edits }: Extract<Formatting, { readonly refused?: undefined }>): Source {
  return edits.length === 0 ? source : { ...source, text: applySpaces(source.text, edits) };
}
