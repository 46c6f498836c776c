import { commentFolds, type Fold, type OutlineItem, outlineDepth } from '../../core/outline.ts';
import { type Source, shorten } from '../../core/text.ts';
import { type DirectiveNode, inOrder, treeOf } from '../syntax.ts';

/** The blocks of a file, and the lines that give a name to something. */
export function outline(source: Source): readonly OutlineItem[] {
  return itemsOf(source, treeOf(source).items, 0);
}

function itemsOf(source: Source, nodes: readonly DirectiveNode[], depth: number): readonly OutlineItem[] {
  if (depth === outlineDepth) return [];
  return nodes.flatMap((node) => {
    const kind = kindOf(node);
    if (!kind || node.name.text === '') return [];
    const { block, name, args } = node;
    const items = block?.kind === 'directives' ? block.items : [];
    const values = (directive: string) => items.filter((n) => n.name.text === directive);
    const server = kind === 'server' ? values('server_name').flatMap((n) => n.args.map((w) => w.text)) : [];
    const listens = kind === 'server' ? values('listen').flatMap((n) => n.args[0]?.text ?? []) : [];
    const words = [name, ...args].map(({ text }) => text).filter((text) => text !== '');
    const shown = kind === 'server' ? [name.text, ...server] : block ? words : words.slice(0, 2);
    const named = server.length > 0 ? values('server_name')[0]!.args[0]! : (args[0] ?? name);
    return {
      name: shorten(shown.join(' ')),
      detail: shorten(listens.join(' ')),
      kind,
      start: name.start,
      end: Math.max(node.end, named.end),
      focus: { start: named.start, end: named.end },
      children: itemsOf(source, items, depth + 1),
    };
  });
}

const kinds = new Map<string, OutlineItem['kind']>(
  Object.entries<OutlineItem['kind']>({
    location: 'location',
    upstream: 'upstream',
    map: 'variable',
    geo: 'variable',
    split_clients: 'variable',
    log_format: 'format',
    limit_req_zone: 'zone',
    limit_conn_zone: 'zone',
    proxy_cache_path: 'zone',
    fastcgi_cache_path: 'zone',
    uwsgi_cache_path: 'zone',
    scgi_cache_path: 'zone',
  }),
);

function kindOf({ name, args, block }: DirectiveNode): OutlineItem['kind'] | undefined {
  if (name.text === 'server') return block ? 'server' : args.length > 0 ? 'address' : undefined;
  return kinds.get(name.text) ?? (block ? 'block' : undefined);
}

/** Blocks and runs of comments. */
export function folds(source: Source): readonly Fold[] {
  const { items, comments } = treeOf(source);
  const found: Fold[] = [];
  for (const { block } of inOrder(items))
    if (block?.close !== undefined) found.push({ start: block.open, end: block.close, kind: 'block' });
  return [...found, ...commentFolds(source.text, comments)].sort((a, b) => a.start - b.start);
}

/** What to select around an offset, from the inside out: word, directive, what is in a block, block. */
export function selections(source: Source, offset: number): readonly (readonly [start: number, end: number])[] {
  const found: (readonly [number, number])[] = [[0, source.text.length]];
  const within = ({ start, end }: { start: number; end: number }) => start <= offset && offset <= end;
  let nodes = treeOf(source).items;
  for (;;) {
    const node = nodes.find((n) => within({ start: n.name.start, end: n.end }));
    if (!node) break;
    const { block, name, args } = node;
    found.push([name.start, node.end]);
    if (block?.close !== undefined && offset > block.open && offset <= block.close) {
      found.push([block.open, block.close + 1], [block.open + 1, block.close]);
      nodes = block.items;
      continue;
    }
    if (block && offset > block.open) {
      nodes = block.items;
      continue;
    }
    const word = [name, ...args].find(within);
    if (word) {
      found.push([name.start, (args.at(-1) ?? name).end], [word.start, word.end]);
      if (word.quote && offset > word.start && offset < word.end) found.push([word.start + 1, word.end - 1]);
    }
    break;
  }
  return found.reverse();
}
