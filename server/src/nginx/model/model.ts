import type { Gathered } from '../../core/language.ts';
import type { Source, Span } from '../../core/text.ts';
import type { Target } from '../../core/version.ts';
import type { DirectiveNode, Tree, Word } from '../syntax.ts';
import type { Meanings } from './meaning.ts';
import type { Refusal } from './refusals.ts';

/** A configuration as nginx sees it: every include expanded, every directive in its context. */
export interface Nginx {
  readonly target: Target;
  /** What the entries stand in. */
  readonly top: Top;
  /** The directives at the top, in order, those of includes in their place. */
  readonly items: readonly Directive[];
  /** Every occurrence of every directive and entry, in the order in which nginx reads them: blocks before what they hold. */
  readonly all: readonly Directive[];
  /** Every file that was reached, by path. */
  readonly files: ReadonlyMap<string, ReachedFile>;
  /** Includes nest so often that not all of them are expanded. */
  readonly truncated: boolean;
  /** Every occurrence of a directive, in order. */
  directives(name: string): readonly Directive[];
  /** The names of all directives. */
  names(): Iterable<string>;
  /** What nginx makes of a directive's name and place, before it looks at its arguments. */
  readonly meaning: Meanings;
  /** What nginx refuses for its name, place, form or number of arguments, before it looks at a value. */
  readonly refusals: readonly Refusal[];
  /** What an `include` leads to; undefined for any other directive. */
  included(include: Directive): Included | undefined;
  /** What applies in a block (undefined: at the top), by nginx's inheritance. */
  effective(name: string, scope: Directive | undefined): Effective;
  /** Whether something in the block itself is not known: an include that was not found, or not expanded. */
  isOpen(block: Directive | undefined): boolean;
  /** Whether that is so of any block, or of the top. */
  readonly hasGaps: boolean;
  /** What a word may stand for once nginx has put in its variables, at a directive of this scope. */
  values(word: string, scope: Directive | undefined, request?: Request): Values;
  /** The maps that define a variable; the name without `$`. */
  maps(variable: string): readonly VariableMap[];
  readonly upstreams: readonly Upstream[];
  /** Every `proxy_pass`, `grpc_pass`, … with what it leads to. */
  readonly passes: readonly Pass[];
  /** What a `proxy_pass` sends about keeping its connection. */
  sent(pass: Pass): Sent;
  /** What a name stands for: `pool`, `$variable`, `@location`. */
  definitions(name: Name): readonly Reference[];
  references(name: Name): readonly Reference[];
  /** Every name of a kind that something defines. */
  defined(kind: Name['kind']): Iterable<string>;
}

/** any: whatever a client sends; ordinary: a request that asks for no upgrade of its protocol. */
export type Request = 'any' | 'ordinary';

export interface ReachedFile {
  readonly path: string;
  readonly source: Source;
  readonly tree: Tree;
  /** How often it is reached: fragments may be included in several places. */
  readonly times: number;
  /** For each time its nodes in order, as they occur in that place. */
  readonly occurrences: readonly (readonly Directive[])[];
}

export type Namespace = 'core' | 'http' | 'stream' | 'mail';

/** Where the text of an entry stands. */
export interface Top {
  /** The block around it: `main` for a root, `http`, `server`, `location`, `upstream`, …; undefined where its content does not tell. */
  readonly context: string | undefined;
  readonly ns: Namespace | undefined;
  /** false: the blocks around it may set anything. */
  readonly parentsKnown: boolean;
  /** What the main file beside it sets there all the same, by name. */
  readonly outer?: ReadonlySet<string>;
}

/** An occurrence: a node of a file together with the includes that lead to it. */
export interface Directive {
  readonly name: string;
  readonly node: DirectiveNode;
  readonly file: ReachedFile;
  /** The block it stands in, through includes; undefined at the top. */
  readonly parent: Directive | undefined;
  /** The `include` that brought its file in; undefined in an entry. */
  readonly via: Directive | undefined;
  /** What stands in its block, in order: an `include` is followed by what it brings in. */
  readonly children: readonly Directive[];
  readonly ns: Namespace | undefined;
  /** Its place in `Nginx.all`. */
  readonly index: number;
}

export interface Effective {
  /** Those of the nearest level that has any; empty: nginx's default. */
  readonly directives: readonly Directive[];
  /** The block of that level; undefined also for the top. */
  readonly level: Directive | undefined;
  /** No unknown text could put another level in its place. */
  readonly certain: boolean;
  /** And none could add to it. A single-valued directive that is there cannot be added to: nginx would call it a duplicate. */
  readonly complete: boolean;
}

export interface Values {
  readonly known: readonly PossibleValue[];
  /** Whether there are no others. */
  readonly complete: boolean;
}

export interface PossibleValue {
  readonly text: string;
  /** The map entries and `set` directives it comes from. */
  readonly from: readonly Directive[];
}

export interface VariableMap {
  readonly directive: Directive;
  /** The word whose value chooses the entry. */
  readonly source: Word;
  readonly variable: Word;
  /** Without `include`, `hostnames` and `volatile`. */
  readonly entries: readonly Directive[];
}

export interface Upstream {
  readonly name: string;
  readonly directive: Directive;
  readonly ns: 'http' | 'stream';
  /** Its `keepalive`, the last one where there are several. */
  readonly keepalive: Directive | undefined;
  /** What leads to it. */
  readonly passes: readonly Pass[];
}

/** A directive that hands requests to other servers. */
export interface Pass {
  readonly directive: Directive;
  /** `http`, `https`, `grpc`, …; undefined where there is none or it is not known. */
  readonly scheme: string | undefined;
  /** Where the address is a constant in the directive itself. */
  readonly literal: boolean;
  readonly targets: readonly PassTarget[];
  /** Whether there are no other targets. */
  readonly complete: boolean;
}

export type PassTarget =
  | { readonly kind: 'upstream'; readonly upstream: Upstream }
  /** A host that is no upstream, or `unix:/path`. */
  | { readonly kind: 'address'; readonly host: string; readonly port: string | undefined; readonly unix: boolean }
  /** A name that may be an upstream in a part that is not known. */
  | { readonly kind: 'name'; readonly name: string };

/** What a `proxy_pass` sends about keeping the connection, and whether a server can keep it then. */
export interface Sent {
  readonly version: Effective;
  readonly headers: Effective;
  /** The `proxy_set_header Connection` lines that apply; each one that is not empty is sent. */
  readonly connection: readonly Directive[];
  /** Those that ask to close, whatever the request is. */
  readonly closing: readonly Directive[];
  /** Before nginx 1.29.7, whose defaults differ, and since. */
  readonly reuse: { readonly old: Reuse; readonly new: Reuse };
}

export type Reuse = 'yes' | 'no' | 'unknown';

export interface Name {
  readonly kind: 'upstream' | 'variable' | 'location';
  /** Without `$` or `@`. */
  readonly name: string;
}

export interface Reference {
  readonly directive: Directive;
  readonly word: Word;
}

/** The files of one model. */
export interface NginxFiles extends Gathered {
  /** Directives of the user's own modules. */
  readonly own: ReadonlySet<string>;
  /** The root; or a fragment, with those that nginx loads beside it. */
  readonly entries: readonly string[];
  readonly top: Top;
  /** What each `include` leads to, by its argument. */
  readonly includes: ReadonlyMap<string, Included>;
}

export type Included =
  | { readonly status: 'found'; readonly paths: readonly string[] }
  /** Nothing that matters here: a glob without matches, a stock file that only maps types or passes parameters. */
  | { readonly status: 'harmless' }
  /** A single file that is not there, though the folder in which nginx would look for it is. */
  | { readonly status: 'missing' }
  /** It lies elsewhere; what it holds may be anything. */
  | { readonly status: 'unknown' };

/** The span of a directive's words, without its `;` or block. */
export function spanOf({ file, node }: Directive): Span {
  return { file: file.path, start: node.name.start, end: (node.args.at(-1) ?? node.name).end };
}

export function wordSpan({ file }: Directive, { start, end }: Word): Span {
  return { file: file.path, start, end };
}

/** A directive as its author wrote it, blanks between the words made one. */
export function wordsOf({ file, node }: Directive): string {
  return [node.name, ...node.args].map(({ start, end }) => file.source.text.slice(start, end)).join(' ');
}

/** The nearest block of that name around a directive. */
export function enclosing(d: Directive | undefined, name: string): Directive | undefined {
  let block = d?.parent;
  for (let steps = 0; block && block.name !== name; block = block.parent) if (++steps > usualDepth) return beyond(block, name);
  return block;
}

const usualDepth = 16;
const far = new Map<string, WeakMap<Directive, { readonly found: Directive | undefined }>>();

/** Blocks may be nested as deep as the text is long: the way out is gone once. */
function beyond(start: Directive, name: string): Directive | undefined {
  const known = far.get(name) ?? new WeakMap();
  far.set(name, known);
  const path: Directive[] = [];
  let block: Directive | undefined = start;
  for (; block && block.name !== name && !known.has(block); block = block.parent) path.push(block);
  const answer = (block && known.get(block)) ?? { found: block };
  for (const b of path) known.set(b, answer);
  return answer.found;
}

/** Every occurrence of directives of these names, in the order in which nginx reads them; no lines of maps. */
export function directivesOf(nginx: Nginx, names: Iterable<string>): readonly Directive[] {
  const found: Directive[] = [];
  for (const name of names) for (const d of nginx.directives(name)) found.push(d);
  return found.sort((a, b) => a.index - b.index);
}

/** The name of the block that a directive stands in; undefined where that is not known. */
export function contextOf(nginx: Nginx, d: Directive): string | undefined {
  return d.parent ? d.parent.name : nginx.top.context;
}
