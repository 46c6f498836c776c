import { type DirectiveNode, treeOf } from '../syntax.ts';
import { isInclude } from './gather.ts';
import type { Directive, Namespace, NginxFiles, ReachedFile } from './model.ts';

export interface Expanded {
  readonly items: readonly Directive[];
  /** Every occurrence, in the order in which nginx reads them. */
  readonly all: readonly Directive[];
  readonly files: ReadonlyMap<string, ReachedFile>;
  readonly byName: ReadonlyMap<string, readonly Directive[]>;
  /** Blocks (undefined: the top) in which something is not known. */
  readonly open: ReadonlySet<Directive | undefined>;
  readonly truncated: boolean;
}

/** nginx keeps every file of an include chain open; real chains have three or four. */
const deepest = 100;
/** How far includes may multiply a configuration before the rest is left out. */
const multiple = 20;
const atLeast = 100_000;

interface Frame {
  readonly nodes: readonly DirectiveNode[];
  next: number;
  readonly file: ReachedFile;
  /** All of the file in this place. */
  readonly place: Directive[];
  readonly parent: Directive | undefined;
  readonly via: Directive | undefined;
  readonly into: Directive[];
  readonly ns: Namespace | undefined;
  /** The lines are values of the block around them, whatever they are called. */
  readonly entries: boolean;
  readonly depth: number;
}

interface Reached extends ReachedFile {
  times: number;
  readonly occurrences: Directive[][];
}

const childless: readonly Directive[] = [];
const namespaces: Readonly<Record<string, Namespace>> = { http: 'http', stream: 'stream', mail: 'mail', events: 'core' };

/** Puts the files of a model together, each node once for each way that leads to it. Does not recurse. */
export function expand({ entries, top, sources, includes }: NginxFiles): Expanded {
  const files = new Map<string, Reached>();
  const byName = new Map<string, Directive[]>();
  const open = new Set<Directive | undefined>();
  const items: Directive[] = [];
  const all: Directive[] = [];
  let truncated = false;
  let room = atLeast;
  const reach = (path: string): Pick<Frame, 'file' | 'nodes' | 'place'> | undefined => {
    let file = files.get(path);
    if (!file) {
      const source = sources.get(path);
      if (!source) return undefined;
      file = { path, source, tree: treeOf(source), times: 0, occurrences: [] };
      files.set(path, file);
      room += multiple * (file.tree.tokens.kinds.length >> 2);
    }
    const place: Directive[] = [];
    file.times++;
    file.occurrences.push(place);
    return { file, nodes: file.tree.items, place };
  };

  const stack: Frame[] = [];
  for (const path of [...entries].reverse()) {
    const reached = reach(path);
    const base = { next: 0, parent: undefined, via: undefined, into: items, ns: top.ns, entries: false, depth: 0 };
    if (reached) stack.push({ ...base, ...reached });
  }
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const node = frame.nodes[frame.next++];
    if (!node) {
      stack.pop();
      continue;
    }
    const { file, place, parent, via } = frame;
    const name = node.name.text;
    const ns = parent ? frame.ns : (namespaces[name] ?? frame.ns);
    const children: Directive[] | undefined = node.block ? [] : undefined;
    const index = all.length;
    const directive: Directive = { name, node, file, parent, via, children: children ?? childless, ns, index };
    frame.into.push(directive);
    all.push(directive);
    place.push(directive);
    room--;
    const included = isInclude(node);
    if (!frame.entries || included) {
      const same = byName.get(name);
      if (same) same.push(directive);
      else byName.set(name, [directive]);
    }
    if (node.block)
      stack.push({
        nodes: node.block.items,
        next: 0,
        file,
        place,
        parent: directive,
        via,
        into: children!,
        ns,
        entries: node.block.kind === 'entries',
        depth: frame.depth,
      });
    else if (included) include(frame, directive);
  }
  return { items, all, files, byName, open, truncated };

  function include(frame: Frame, directive: Directive): void {
    const target = includes.get(directive.node.args[0]!.text);
    if (target?.status === 'harmless') return;
    if (target?.status !== 'found') {
      open.add(frame.parent);
      return;
    }
    const inside: Frame[] = [];
    for (const path of target.paths) {
      if (leadsBack(directive, path)) continue;
      if (room <= 0 || frame.depth >= deepest) {
        truncated = true;
        open.add(frame.parent);
        break;
      }
      const reached = reach(path);
      if (reached) inside.push({ ...frame, ...reached, next: 0, via: directive, depth: frame.depth + 1 });
      else open.add(frame.parent);
    }
    stack.push(...inside.reverse());
  }
}

/** Whether a file is being included already: nginx would go on until it has no files left. */
function leadsBack(include: Directive, path: string): boolean {
  for (let d: Directive | undefined = include; d; d = d.via) if (d.file.path === path) return true;
  return false;
}
