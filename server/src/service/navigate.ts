import type { Text } from '../core/rule.ts';
import { type Edit, type Source, type Span, shorten } from '../core/text.ts';
import type { Sides } from '../machine/arithmetic.ts';
import { type Directive, type Nginx, wordSpan, wordsOf } from '../nginx/model/model.ts';
import { isGiven, type Mention, type NameKind, namesIn, obstacleTo, renamedKey } from '../nginx/model/names.ts';
import { keyMentions } from '../sysctl/model/mentions.ts';

/** The models that a file is part of. */
export type Models = (path: string) => readonly Sides[];

/** A name at a place, with every place where the same thing is named; each place once, however often its file is included. */
export interface NameAt {
  readonly at: Span;
  /** Files in the order in which they are read, places in the order of their file; for a sysctl key in order of application. */
  readonly definitions: readonly Span[];
  /** Where it is used, the definitions left out. */
  readonly uses: readonly Span[];
}

export function nameAt(models: Models, source: Source, offset: number): NameAt | undefined {
  return keyAt(models, source, offset) ?? ofNginx(models, source, offset);
}

/** Where an `include` leads to, by the path of each file; empty elsewhere. */
export function includedAt(models: Models, source: Source, offset: number): readonly string[] {
  const links = includeLinks(models, source);
  return links.find(({ at }) => at.start <= offset && offset <= at.end)?.paths ?? [];
}

export interface IncludeLink {
  readonly at: Span;
  readonly paths: readonly string[];
}

/** The includes of a file that lead somewhere. */
export function includeLinks(models: Models, source: Source): readonly IncludeLink[] {
  const links = new Map<number, { at: Span; paths: Set<string> }>();
  for (const nginx of modelsOfNginx(models, source.path))
    for (const d of nginx.directives('include')) {
      const word = d.node.args[0];
      if (d.file.path !== source.path || !word) continue;
      const included = nginx.included(d);
      if (included?.status !== 'found') continue;
      const link = links.get(word.start) ?? { at: wordSpan(d, word), paths: new Set() };
      for (const path of included.paths) link.paths.add(path);
      links.set(word.start, link);
    }
  return [...links.values()].map(({ at, paths }) => ({ at, paths: [...paths] }));
}

/** The lines that include a file, in order. */
export const includesOf = (nginx: Nginx, path: string): readonly Directive[] =>
  nginx.directives('include').filter((d) => {
    const included = nginx.included(d);
    return included?.status === 'found' && included.paths.includes(path);
  });

/** What keeps a name from being changed, in the reader's language. */
export interface Refusal {
  readonly refused: Text;
}

/** What gives the name at a place another one; `to` undefined: only whether some other name is possible, without edits. */
export function rename(models: Models, source: Source, offset: number, to?: string): Renaming | Refusal | undefined {
  if (keyAt(models, source, offset)) return { refused: refusals.key };
  const found = closure(models, source, offset);
  if (!found) return undefined;
  const { here, mentions: list, things } = found;
  if (list.some((m) => isGiven(m, m.name))) return { refused: refusals.given };
  if (!list.some((m) => m.defines)) return { refused: refusals.undefined };
  if (!list.every((m) => m.exact)) return { refused: refusals.escaped };
  for (const [m, nginx] of things) {
    const obstacle = obstacleTo(nginx, m);
    if (obstacle) return { refused: obstacle === 'files' ? refusals.files : reached(wordsOf(obstacle)) };
  }
  if (to === undefined) return { at: spanOf(here), name: here.name, edits: [] };
  const name = bare(here.kind, to.trim());
  if (!valid[here.kind].test(name) || reserved[here.kind]?.includes(name)) return { refused: refusals.invalid[here.kind] };
  for (const [m, nginx] of things) {
    const key = renamedKey(m, name);
    const taken = key !== m.key && (namesIn(nginx).of(key).length > 0 || (m.kind === 'zone' && isZone(nginx, name)));
    if (taken || isGiven(m, name)) return { refused: refusals.taken };
  }
  const edits = placesOf(list).map((at) => ({ at, text: name }));
  return { at: spanOf(here), name: here.name, edits };
}

export interface Renaming {
  readonly at: Span;
  readonly name: string;
  readonly edits: readonly Edit[];
}

const isZone = (nginx: Nginx, name: string) => namesIn(nginx).zones.some((m) => m.name === name);

/** People write a new name as they would in the text. */
const bare = (kind: NameKind, name: string) =>
  kind === 'variable' ? name.replace(/^\$\{(.*)\}$|^\$/, '$1') : kind === 'location' ? name.replace(/^@/, '') : name;

const valid: Readonly<Record<NameKind, RegExp>> = {
  variable: /^[a-z_]\w*$/i,
  upstream: /^[\w.-]+$/,
  zone: /^[\w.-]+$/,
  format: /^[\w.-]+$/,
  location: /^[\w.\-/]+$/,
};

const reserved: Partial<Record<NameKind, readonly string[]>> = { zone: ['off'], format: ['off'], upstream: ['unix'] };

const words = (kind: string, chinese: string): Text => ({
  en: `${kind} takes letters, digits, "_", "." and "-" here`,
  'zh-CN': `${chinese}在这里可以由字母、数字、“_”、“.” 和 “-” 组成`,
});

const refusals = {
  key: { en: 'the kernel names its keys: there is nothing to rename', 'zh-CN': '键名由内核规定，无法重命名' },
  given: {
    en: 'nginx or a module of it gives this name: it cannot be renamed',
    'zh-CN': '这个名字由 nginx 或其模块规定，无法重命名',
  },
  undefined: { en: 'nothing in the known files defines this name', 'zh-CN': '已知的文件中没有任何地方定义这个名字' },
  escaped: {
    en: 'the name is written with escapes somewhere: rename it by hand',
    'zh-CN': '有的地方用转义写了这个名字：请手动重命名',
  },
  files: {
    en: 'not every use of the name is known: the main file or an include is not here, or a text cannot be read',
    'zh-CN': '无法确定这个名字的所有用处：主文件或某个 include 不在这里，或者有文本无法解析',
  },
  taken: { en: 'the new name has a meaning here already', 'zh-CN': '新名字在这里已有含义' },
  invalid: {
    variable: {
      en: 'the name of a variable has letters, digits and "_", and does not begin with a digit',
      'zh-CN': '变量名由字母、数字和“_”组成，且不能以数字开头',
    },
    upstream: words('the name of an upstream', 'upstream 的名字'),
    zone: words('the name of a zone, which is not "off",', '共享内存区的名字（不能是 off）'),
    format: words('the name of a log_format, which is not "off",', 'log_format 的名字（不能是 off）'),
    location: words('the name of a location', 'location 的名字'),
  },
} as const;

const reached = (line: string): Text => ({
  en: `not every use of the name is known: "${shorten(line)}" may get to it at run time`,
  'zh-CN': `无法确定这个名字的所有用处：“${shorten(line)}”在运行时可能用到它`,
});

function keyAt(models: Models, source: Source, offset: number): NameAt | undefined {
  const sets = new Set(models(source.path).flatMap(({ sysctl }) => sysctl ?? []));
  const found = [...sets].flatMap((sysctl) => keyMentions(sysctl, source.path, offset) ?? []);
  const [first] = found;
  return first && { at: first.at, definitions: unique(found.flatMap((f) => f.setters)), uses: [] };
}

function ofNginx(models: Models, source: Source, offset: number): NameAt | undefined {
  const found = closure(models, source, offset);
  if (!found) return undefined;
  const all = found.mentions;
  const definitions = placesOf(all.filter((m) => m.defines));
  const defined = new Set(definitions.map(id));
  const uses = placesOf(all).filter((at) => defined.size === 0 || !defined.has(id(at)));
  return { at: spanOf(found.here), definitions, uses };
}

interface Closure {
  readonly here: Mention;
  readonly mentions: readonly Mention[];
  /** One mention of each thing in each configuration: the others have the same key. */
  readonly things: readonly (readonly [Mention, Nginx])[];
}

/**
 * Every mention of what is named at a place. A place in a file that stands in several blocks or configurations names a thing
 * of each of them, so all their places belong together.
 */
function closure(models: Models, source: Source, offset: number): Closure | undefined {
  const here = mentionAt(models, source, offset);
  if (!here) return undefined;
  const mentions: Mention[] = [];
  const things: [Mention, Nginx][] = [];
  const seen = new Map<Nginx, Set<string>>();
  const known = new Map<string, readonly Nginx[]>();
  const modelsOf = (file: string) => {
    const theirs = known.get(file) ?? modelsOfNginx(models, file);
    known.set(file, theirs);
    return theirs;
  };
  /** There may be millions of places of one variable; where a file stands once, none of them names another. */
  const standsOnce = ({ kind, directive: { file } }: Mention) => {
    if (kind !== 'variable') return false;
    const [nginx, ...others] = modelsOf(file.path);
    return others.length === 0 && nginx?.files.get(file.path)?.occurrences.length === 1;
  };
  const queue = [spanOf(here)];
  const places = new Set(queue.map(id));
  for (let at = queue.pop(); at; at = queue.pop()) {
    const { file, start } = at;
    for (const nginx of modelsOf(file)) {
      const names = namesIn(nginx);
      const keys = seen.get(nginx) ?? new Set();
      seen.set(nginx, keys);
      for (const mention of names.startingAt(file, start)) {
        const { key, kind, end } = mention;
        if (kind !== here.kind || end !== at.end || keys.has(key)) continue;
        keys.add(key);
        things.push([mention, nginx]);
        for (const m of names.of(key)) {
          mentions.push(m);
          if (standsOnce(m)) continue;
          const place = spanOf(m);
          if (places.has(id(place))) continue;
          places.add(id(place));
          queue.push(place);
        }
      }
    }
  }
  return { here, mentions, things };
}

const longestSigil = '${'.length;

/** The innermost name at an offset, with the `$` or `@` before it. */
function mentionAt(models: Models, source: Source, offset: number): Mention | undefined {
  let best: Mention | undefined;
  for (const nginx of modelsOfNginx(models, source.path))
    for (const m of namesIn(nginx).near(source.path, offset, longestSigil)) {
      const sigil = /\$\{?$|@$/.exec(source.text.slice(Math.max(0, m.start - longestSigil), m.start))?.[0].length ?? 0;
      if (offset < m.start - sigil || offset > m.end) continue;
      const closer = !best || (offset < m.end && offset >= best.end) || m.end - m.start < best.end - best.start;
      if (closer) best = m;
    }
  return best;
}

/** The configurations of nginx that hold a file. */
export const modelsOfNginx = (models: Models, path: string): readonly Nginx[] => [
  ...new Set(models(path).flatMap(({ nginx }) => (nginx?.files.has(path) ? [nginx] : []))),
];

const spanOf = ({ directive, start, end }: Mention): Span => ({ file: directive.file.path, start, end });
const id = ({ file, start, end }: Span) => `${start} ${end} ${file}`;

const unique = (spans: readonly Span[]): Span[] => [...new Map(spans.map((at) => [id(at), at])).values()];

function placesOf(mentions: readonly Mention[]): readonly Span[] {
  const spans = mentions.map(spanOf);
  const order = new Map<string, number>();
  for (const { file } of spans) if (!order.has(file)) order.set(file, order.size);
  spans.sort((a, b) => order.get(a.file)! - order.get(b.file)! || a.start - b.start || a.end - b.end);
  return spans.filter((at, i) => {
    const before = spans[i - 1];
    return at.start !== before?.start || at.end !== before.end || at.file !== before.file;
  });
}
