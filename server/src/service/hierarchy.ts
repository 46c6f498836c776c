import { nameOf } from '../core/path.ts';
import type { Source, Span } from '../core/text.ts';
import { type Directive, type Nginx, spanOf, wordSpan } from '../nginx/model/model.ts';
import { type Mention, namesIn } from '../nginx/model/names.ts';
import { type DirectiveNode, lastBefore, treeOf } from '../nginx/syntax.ts';
import { includedAt, includeLinks, includesOf, type Models, modelsOfNginx, nameAt } from './navigate.ts';

/**
 * What leads to what: a file to those that it includes, a location to the upstreams that it hands requests to and to the named
 * locations that it jumps to.
 */
export interface Caller {
  readonly kind: 'file' | 'upstream' | 'location' | 'server';
  readonly name: string;
  readonly at: Span;
  /** What stands for it: its name, or the beginning of the file. */
  readonly focus: Span;
}

export interface Call {
  readonly caller: Caller;
  /** In the file of the one that calls. */
  readonly places: readonly Span[];
}

type Sources = ReadonlyMap<string, Source>;

/** What the place of a text stands for: the files of an include, a name, else the file itself. */
export function callersAt(models: Models, sources: Sources, source: Source, offset: number): readonly Caller[] {
  const included = includedAt(models, source, offset);
  if (included.length > 0) return included.flatMap((path) => fileAt(sources, path) ?? []);
  const name = nameAt(models, source, offset);
  if (!name) return [wholeFile(source)];
  // Other names stand for no block.
  return name.definitions.flatMap((at) => {
    const block = blockAt(sources.get(at.file), at.start);
    return block && within(block.focus, at.start) ? block : [];
  });
}

export function incomingCalls(models: Models, sources: Sources, caller: Caller): readonly Call[] {
  const { kind, at, focus } = caller;
  const from = (places: readonly Span[]) =>
    joined(
      places.flatMap((place) => call(blockAt(sources.get(place.file), place.start) ?? fileAt(sources, place.file), place)),
    );
  if (kind === 'file') return joined(includersOf(models, at.file).flatMap((place) => call(fileAt(sources, place.file), place)));
  const nginx = modelsOfNginx(models, at.file);
  if (kind === 'upstream')
    return from(
      unique(nginx.flatMap((n) => upstreamsAt(n, focus).flatMap((u) => u.passes.map(({ directive }) => target(directive))))),
    );
  const uses = nginx.flatMap((n) => {
    const names = namesIn(n);
    const own = names.inFile(at.file).filter((m) => isJump(m) && m.defines && within(focus, m.start));
    return own.flatMap(({ key }) => names.of(key).filter((m) => !m.defines));
  });
  return from(unique(uses.map(placeOf)));
}

export function outgoingCalls(models: Models, sources: Sources, caller: Caller): readonly Call[] {
  const { kind, at } = caller;
  const source = sources.get(at.file);
  if (!source) return [];
  if (kind === 'file')
    return joined(
      includeLinks(models, source).flatMap(({ at, paths }) => paths.flatMap((path) => call(fileAt(sources, path), at))),
    );
  // What stands in a location of its own is led to by that.
  const isOwn = ({ file, start }: Span) =>
    file === at.file && within(at, start) && blockAt(source, start)?.at.start === at.start;
  const calls = new Map<string, Call>();
  const add = (place: Span, to: Span) => {
    for (const its of call(blockAt(sources.get(to.file), to.start), place)) calls.set(`${id(place)} ${id(to)}`, its);
  };
  for (const nginx of modelsOfNginx(models, at.file)) {
    for (const { directive, targets } of nginx.passes) {
      const place = target(directive);
      if (!isOwn(place)) continue;
      for (const t of targets) if (t.kind === 'upstream') add(place, spanOf(t.upstream.directive));
    }
    const names = namesIn(nginx);
    for (const m of names.inFile(at.file))
      if (isJump(m) && !m.defines && isOwn(placeOf(m)))
        for (const to of names.of(m.key)) if (to.defines) add(placeOf(m), placeOf(to));
  }
  return joined([...calls.values()]);
}

const isJump = ({ kind }: Mention) => kind === 'location';
const placeOf = ({ directive, start, end }: Mention): Span => ({ file: directive.file.path, start, end });
const target = (d: Directive): Span => wordSpan(d, d.node.args[0] ?? d.node.name);
const upstreamsAt = ({ upstreams }: Nginx, { file, start }: Span) =>
  upstreams.filter(({ directive: d }) => d.file.path === file && d.node.args[0]?.start === start);
const within = ({ start, end }: Span, offset: number) => start <= offset && offset <= end;
const id = ({ file, start }: Span) => `${start} ${file}`;
const unique = (places: readonly Span[]): readonly Span[] => [...new Map(places.map((at) => [id(at), at])).values()];
const call = (caller: Caller | undefined, at: Span): readonly Call[] => (caller ? [{ caller, places: [at] }] : []);

/** One call for each caller, with all its places. */
function joined(calls: readonly Call[]): readonly Call[] {
  const byCaller = new Map<string, { readonly caller: Caller; readonly places: Span[] }>();
  for (const { caller, places } of calls) {
    const key = `${caller.kind} ${caller.focus.start} ${caller.at.file}`;
    const known = byCaller.get(key);
    if (known) known.places.push(...places);
    else byCaller.set(key, { caller, places: [...places] });
  }
  return [...byCaller.values()];
}

/** The words that include a file. */
const includersOf = (models: Models, path: string): readonly Span[] =>
  unique(modelsOfNginx(models, path).flatMap((nginx) => includesOf(nginx, path).map(target)));

const fileAt = (sources: Sources, path: string): Caller | undefined => {
  const source = sources.get(path);
  return source && wholeFile(source);
};

function wholeFile({ path, text }: Source): Caller {
  const start = { file: path, start: 0, end: 0 };
  return { kind: 'file', name: nameOf(path), at: { ...start, end: text.length }, focus: start };
}

/** The upstream, location or server around an offset, the innermost. */
function blockAt(source: Source | undefined, offset: number): Caller | undefined {
  if (!source) return undefined;
  let found: DirectiveNode | undefined;
  for (let nodes = treeOf(source).items; ; ) {
    const node = nodes[lastBefore(nodes, offset)];
    if (!node?.block || offset >= node.end) break;
    if (kinds.has(node.name.text)) found = node;
    nodes = node.block.items;
  }
  if (!found) return undefined;
  const { name, args, end } = found;
  const named = found.name.text === 'server' ? serverName(found) : undefined;
  const words = named ? [name, named] : [name, ...args];
  const focus = args.at(-1) ?? named ?? name;
  return {
    kind: kinds.get(name.text)!,
    name: words.map(({ text }) => text).join(' '),
    at: { file: source.path, start: name.start, end: Math.max(end, focus.end) },
    focus: { file: source.path, start: focus.start, end: focus.end },
  };
}

const serverName = ({ block }: DirectiveNode) => block?.items.find((n) => n.name.text === 'server_name')?.args[0];

const kinds: ReadonlyMap<string, Caller['kind']> = new Map([
  ['upstream', 'upstream'],
  ['location', 'location'],
  ['server', 'server'],
]);
