import type { Source } from '../core/text.ts';
import { all, any } from '../core/version.ts';
import { type KeyFacts, keys, lookup } from '../sysctl/facts/keys.ts';
import { valueWords } from '../sysctl/facts/value-words.ts';
import { dotted, pathOf } from '../sysctl/model/key.ts';
import { readLines } from '../sysctl/syntax.ts';
import type { Around, Completion, Proposal } from './complete.ts';

/** Keys before the `=`, values behind it. */
export function completeSysctl(source: Source, offset: number, around: Around): Completion | undefined {
  const line = lineAt(source.text, offset);
  const text = source.text.slice(line.start, line.end);
  if (/^\s*[#;]/.test(text)) return undefined;
  const equals = text.indexOf('=');
  const column = offset - line.start;
  if (equals !== -1 && column > equals) {
    const key = text.slice(0, equals).trim().replace(/^-/, '');
    const [, blank = ''] = /^(\s*)/.exec(text.slice(equals + 1))!;
    const start = Math.min(line.start + equals + 1 + blank.length, offset);
    const end = Math.max(offset, line.start + text.trimEnd().length);
    return { at: { file: source.path, start, end }, proposals: values(key, around) };
  }
  const [, lead = ''] = /^(\s*-?\s*)/.exec(text)!;
  if (column < lead.length) return undefined;
  const start = line.start + lead.length;
  const written = (equals === -1 ? text : text.slice(0, equals)).slice(lead.length).trimEnd();
  const end = Math.max(offset, start + written.length);
  // A word behind a word is no key.
  if (/\s/.test(source.text.slice(start, offset))) return undefined;
  const typed = source.text.slice(start, offset);
  return { at: { file: source.path, start, end }, proposals: named(typed, equals === -1, source, around) };
}

function lineAt(text: string, offset: number): { readonly start: number; readonly end: number } {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const feed = text.indexOf('\n', offset);
  const end = feed === -1 ? text.length : feed;
  return { start, end: text[end - 1] === '\r' && end - 1 >= offset ? end - 1 : end };
}

function named(typed: string, bare: boolean, source: Source, { target, models }: Around): Proposal[] {
  const slashes = /[./]/.exec(typed)?.[0] === '/';
  const written = new Set<string>(['all', 'default']);
  for (const { start, end } of interfacesIn(source.text)) written.add(source.text.slice(start, end));
  for (const { sysctl } of models)
    for (const { path } of sysctl?.files.flatMap((f) => f.assignments) ?? []) {
      const name = /^net\/ipv[46]\/(?:conf|neigh)\/([^/*?[]+)\//.exec(path)?.[1];
      if (name) written.add(name);
    }
  const letters = typed.toLowerCase().replace(/[/-]/g, '.');
  const interfaces = nearest(written, /^net[./]ipv[46][./](?:conf|neigh)[./]([^./]*)/i.exec(typed)?.[1] ?? '');
  return keys().flatMap((facts): Proposal[] => {
    if (facts.mode === 'read-only' || !offered(facts, target.kernel)) return [];
    const gone =
      facts.inertSince !== undefined && all(target.kernel, { from: facts.inertSince, until: Number.POSITIVE_INFINITY });
    return paths(facts.name, interfaces).flatMap((path): Proposal[] => {
      if (!within(letters, path.replaceAll('/', '.').toLowerCase())) return [];
      const text = slashes ? path : dotted(path);
      const detail = detailOf(facts);
      return [
        {
          text,
          kind: 'key',
          rank: gone ? 2 : /^net\/(?:core|ipv4|ipv6)\/|^(?:vm|fs|kernel)\/[^/]+$/.test(path) ? 0 : 1,
          ...(bare && { snippet: `${escaped(text)} = $0` }),
          ...(detail && { detail }),
          ...((gone || facts.replacedBy) && { deprecated: true as const }),
          about: { kind: 'key', name: dotted(path) },
        },
      ];
    });
  });
}

/** Of many interfaces those that begin as the one that is being typed: each of them has all the keys. */
function nearest(names: ReadonlySet<string>, begun: string): ReadonlySet<string> {
  if (names.size <= mostInterfaces) return names;
  const [near, far] = [true, false].map((is) => [...names].filter((name) => name.startsWith(begun) === is));
  return new Set([...near!, ...far!].slice(0, mostInterfaces));
}

const mostInterfaces = 32;

const escaped = (text: string) => text.replace(/[\\$}]/g, '\\$&');

/** Whether some targeted kernel has it, as far as that is known. */
function offered({ since, removed }: KeyFacts, kernel: Around['target']['kernel']): boolean {
  return any(kernel, { from: since ?? 0, until: removed ?? Number.POSITIVE_INFINITY });
}

/** A key of the table as paths: names in the place of `<iface>`; other placeholders stand for what nobody can guess. */
function paths(name: string, interfaces: ReadonlySet<string>): readonly string[] {
  const segments = name.split('.');
  const at = segments.indexOf('<iface>');
  if (at !== -1) return [...interfaces].map((i) => segments.with(at, i).join('/')).filter((path) => !path.includes('<'));
  return name.includes('<') ? [] : [segments.join('/')];
}

/** The names of interfaces in a text that may not be read whole: the keys of its lines. */
function* interfacesIn(text: string): Generator<{ readonly start: number; readonly end: number }> {
  for (const line of readLines(text)) {
    if (line.kind !== 'assignment') continue;
    const [, before, name] = /^(net[./]ipv[46][./](?:conf|neigh)[./])([^./*?[\s]+)[./]/.exec(line.key.text) ?? [];
    if (before === undefined || name === undefined) continue;
    const start = line.key.start + before.length;
    yield { start, end: start + name.length };
  }
}

/** Whether letters occur in that order. */
function within(letters: string, text: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function detailOf({ defaults, forms }: KeyFacts): string | undefined {
  const { min, max } = forms.at(-1)!;
  const value = defaults.at(-1)?.value;
  const range = min === undefined && max === undefined ? undefined : `${min ?? ''}..${max ?? ''}`;
  return [value === undefined ? undefined : `= ${value}`, range].filter(Boolean).join(' · ') || undefined;
}

function values(key: string, { target, locale }: Around): readonly Proposal[] {
  const path = pathOf(key);
  const known = lookup(path);
  if (known.kind !== 'linux') return [];
  const { facts } = known;
  const w = words[locale];
  const about = { kind: 'key', name: dotted(path) } as const;
  const form =
    facts.forms.findLast(({ from }) => any(target.kernel, { from, until: Number.POSITIVE_INFINITY })) ?? facts.forms[0]!;
  const standard = facts.defaults.findLast(({ from }) => any(target.kernel, { from, until: Number.POSITIVE_INFINITY }))?.value;
  const meanings = new Map(valueWords(facts.name).map((v) => [v.value, v]));
  const listed = [...meanings.values()].filter(
    ({ since, value }) =>
      (since === undefined || any(target.kernel, { from: since, until: Number.POSITIVE_INFINITY })) && fits(value, form),
  );
  const plain: { readonly value: string; readonly text?: string }[] = listed.map((v) => ({ value: v.value, text: v[locale] }));
  if (plain.length === 0 && (form.type === 'switch' || (form.fields === 1 && form.min === 0 && form.max === 1)))
    plain.push({ value: '0', text: w.off }, { value: '1', text: w.on });
  else if (
    plain.length === 0 &&
    form.fields === 1 &&
    form.min !== undefined &&
    form.max !== undefined &&
    form.max - form.min < 10
  )
    for (let n = form.min; n <= form.max; n++) plain.push({ value: String(n) });
  if (standard !== undefined && !plain.some(({ value }) => value === standard)) plain.unshift({ value: standard });
  return plain.map(({ value, text }, rank): Proposal => {
    const detail = [text, value === standard ? w.standard : undefined].filter(Boolean).join(w.comma);
    return { text: value, kind: 'value', rank, ...(detail && { detail }), about };
  });
}

function fits(value: string, { min, max }: Pick<KeyFacts, 'min' | 'max'>): boolean {
  const number = Number(value);
  return Number.isNaN(number) || (number >= (min ?? number) && number <= (max ?? number));
}

const words = {
  en: { off: 'off', on: 'on', standard: 'default', comma: ', ' },
  'zh-CN': { off: '关闭', on: '开启', standard: '默认值', comma: '，' },
} as const;
