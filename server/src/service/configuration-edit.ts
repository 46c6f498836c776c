import type { Pair, YAMLMap } from 'yaml';
import { type Config, parseConfig, withoutComments } from '../core/config.ts';
import { applyEdits, type Edit, type Source } from '../core/text.ts';

/** A new configuration file that switches one rule off. */
export const configurationWithout = (rule: string): string => `rules:\n  ${rule}: off\n`;

/**
 * Switches a rule off in a configuration file, which keeps its comments, its order and its layout. undefined where the file
 * is written in a way that does not allow it.
 */
export async function switchOff(source: Source, rule: string): Promise<Edit[] | undefined> {
  const yaml = await import('../core/yaml.ts');
  const { path, text } = source;
  const json = /\.jsonc?$/.test(path);
  const before = await parseConfig(path, text);
  const document = yaml.parseDocument(json ? withoutComments(text) : text);
  const top = document.contents;
  const entry = json ? `"${rule}": "off"` : `${rule}: off`;
  const section = json ? `"rules": { ${entry} }` : `rules: { ${entry} }`;
  const pairOf = (map: YAMLMap, key: string) => (map.items as Pair[]).find((p) => yaml.isScalar(p.key) && p.key.value === key);

  let edits: Edit[] | undefined;
  if (top === null) edits = json ? undefined : [insert(text.length, `${unfinished(text)}${configurationWithout(rule)}`)];
  else if (yaml.isMap(top)) {
    const rules = pairOf(top, 'rules');
    const value = rules?.value;
    if (!rules) edits = top.flow ? intoFlow(top, section) : afterLast(top, (feed) => `rules:${feed}  ${entry}`);
    else if (yaml.isMap(value)) {
      const known = pairOf(value, rule);
      const [start, end] = rangeOf(known?.value) ?? [];
      if (start !== undefined && end !== undefined) edits = [{ at: { file: path, start, end }, text: json ? '"off"' : 'off' }];
      else if (!known) edits = value.flow ? intoFlow(value, entry) : afterLast(value, () => entry);
    } else if (value === null || (yaml.isScalar(value) && value.value === null && !top.flow)) {
      const key = rangeOf(rules.key)!;
      const feed = feedOf(text);
      const at = text.indexOf(':', key[1]) + 1;
      edits = [insert(at, `${feed}${indentAt(text, key[0])}  ${entry}`)];
    }
  }
  if (!edits) return undefined;
  const after = await parseConfig(path, applyEdits(text, edits));
  const took = after.config.rules[rule] === 'off' && after.problems.length <= before.problems.length;
  return took && same(before.config, after.config, rule) ? edits : undefined;

  function insert(at: number, what: string): Edit {
    return { at: { file: path, start: at, end: at }, text: what };
  }

  /** On a line of its own, behind the last entry of a map and the comment on its line. */
  function afterLast(map: YAMLMap, write: (feed: string) => string): Edit[] | undefined {
    const last = map.items.at(-1) as Pair | undefined;
    const key = rangeOf(map.items[0] && (map.items[0] as Pair).key);
    const end = lastEnd(last);
    if (!key || end === undefined) return undefined;
    const indent = indentAt(text, key[0]);
    const feed = feedOf(text);
    const what = write(feed + indent);
    const line = text.indexOf('\n', end);
    if (line === -1) return [insert(text.length, `${unfinished(text)}${indent}${what}${feed}`)];
    return [insert(line + 1, `${indent}${what}${feed}`)];
  }

  /** Into braces: in a line of its own where the others have one. */
  function intoFlow(map: YAMLMap, what: string): Edit[] | undefined {
    const [start, end] = rangeOf(map) ?? [];
    if (start === undefined || end === undefined) return undefined;
    const last = map.items.at(-1) as Pair | undefined;
    if (!last) return [{ at: { file: path, start: start + 1, end: end - 1 }, text: ` ${what} ` }];
    const key = rangeOf(last.key);
    const stop = lastEnd(last);
    if (!key || stop === undefined) return undefined;
    // A comma after the last entry is allowed, and kept.
    const comma = commaAhead.exec(text.slice(stop, end))?.[0].length;
    const indent = indentAt(text, key[0]);
    if (text.slice(text.lastIndexOf('\n', key[0] - 1) + 1, key[0]).trim() !== '')
      return [insert(comma === undefined ? stop : stop + comma, comma === undefined ? `, ${what}` : ` ${what},`)];
    const from = comma === undefined ? stop : stop + comma;
    const line = text.indexOf('\n', from);
    if (line === -1 || line >= end) return undefined;
    const at = text[line - 1] === '\r' ? line - 1 : line;
    const added = insert(at, `${feedOf(text)}${indent}${what}${comma === undefined ? '' : ','}`);
    if (comma !== undefined) return [added];
    return at === stop ? [insert(at, `,${added.text}`)] : [insert(stop, ','), added];
  }

  function lastEnd(pair: Pair | undefined): number | undefined {
    return (rangeOf(pair?.value) ?? rangeOf(pair?.key))?.[1];
  }
}

/** Behind blanks and comments. Each ends in one way only: a row of slashes is a comment, not many that follow on each other. */
const commaAhead = /^(?:\s|(?:\/\/|#)[^\n]*(?![^\n])|\/\*(?:[^*]|\*(?!\/))*\*\/)*,/;

/** Whether nothing else that a configuration says has changed. */
function same(a: Config, b: Config, rule: string): boolean {
  const rest = (config: Config) => JSON.stringify({ ...config, rules: { ...config.rules, [rule]: 'off' } }, sorted);
  return rest(a) === rest(b);
}

/** The order of rules means nothing. */
const sorted = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Where a node begins and where its value ends. */
function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = (node as { range?: [number, number, number] | null } | null | undefined)?.range;
  return range ? [range[0], range[1]] : undefined;
}

const unfinished = (text: string) => (text === '' || text.endsWith('\n') ? '' : feedOf(text));
const feedOf = (text: string) => (text.includes('\r\n') ? '\r\n' : '\n');

function indentAt(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, at))![0];
}
