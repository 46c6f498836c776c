/** A stretch of a text, and what stands there instead. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** In a configuration file of some name, the setting `targets` with these words; without any, no such setting. */
export function targetsEdit(name: string, text: string, words: readonly string[]): Replacement {
  return /\.jsonc?$/.test(name) ? inJson(text, words) : inYaml(text, words);
}

function inYaml(text: string, words: readonly string[]): Replacement {
  const old = /^targets:.*(?:\n(?:[ \t]+.*|-.*|[ \t]*(?=\n)))*\n?/m.exec(text);
  // What stands before the mark of a document is a document of its own.
  const start = old?.index ?? /^(?:[#%].*\n|\s*\n)*---.*\n/.exec(text)?.[0].length ?? 0;
  return { start, end: start + (old?.[0].length ?? 0), text: words.length > 0 ? `targets: [${words.join(', ')}]\n` : '' };
}

function inJson(text: string, words: readonly string[]): Replacement {
  const setting = `"targets": ${JSON.stringify(words)}`;
  const old = /"targets"\s*:\s*\[[^\]]*\](\s*,)?/.exec(text);
  if (old) {
    const end = old.index + old[0].length - (words.length > 0 ? (old[1]?.length ?? 0) : 0);
    return { start: old.index, end, text: words.length > 0 ? setting : '' };
  }
  const blank = /(?:\s|\/\/[^\n]*(?![^\n])|\/\*(?:[^*]|\*(?!\/))*\*\/)*/y;
  const open = blank.exec(text)![0].length;
  if (words.length === 0) return { start: open, end: open, text: '' };
  if (text[open] !== '{') return { start: text.length, end: text.length, text: `{ ${setting} }\n` };
  blank.lastIndex = open + 1;
  const next = text[open + 1 + blank.exec(text)![0].length];
  return { start: open + 1, end: open + 1, text: next === '"' ? `\n  ${setting},` : `\n  ${setting}\n` };
}
