/** Colours, or none. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly error: Paint;
  readonly warning: Paint;
  readonly info: Paint;
  readonly frame: Paint;
  readonly removed: Paint;
  readonly added: Paint;
  link(text: string, url: string): string;
}

type Paint = (text: string) => string;

/** `links`: whether the terminal is one, as far as can be known; those that know no links show the text. */
export function styleOf(colors: boolean, links: boolean): Style {
  const sgr =
    (on: string, off: string): Paint =>
    (text) =>
      colors && text ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return {
    bold: sgr('1', '22'),
    dim: sgr('2', '22'),
    error: sgr('1;31', '22;39'),
    warning: sgr('1;33', '22;39'),
    info: sgr('1;36', '22;39'),
    frame: sgr('34', '39'),
    removed: sgr('31', '39'),
    added: sgr('32', '39'),
    link: (text, url) => (links ? `\x1b]8;;${url}\x1b\\${text}\x1b]8;;\x1b\\` : text),
  };
}

/** `--color`, then NO_COLOR (https://no-color.org), then FORCE_COLOR, then whether a person looks at it. */
export function wantsColor(
  choice: 'auto' | 'always' | 'never',
  env: Readonly<Record<string, string | undefined>>,
  terminal: boolean,
): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return !/^(?:0|false)$/.test(env.FORCE_COLOR);
  return terminal && env.TERM !== 'dumb';
}
