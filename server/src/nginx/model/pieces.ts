import { once } from '../../core/once.ts';
import type { Source } from '../../core/text.ts';
import { directive, takes } from '../facts/directives.ts';
import { type DirectiveNode, inOrder, treeOf, type Word } from '../syntax.ts';
import { meaningAt, placeIn } from './meaning.ts';
import type { Directive, Nginx } from './model.ts';

export interface Pieces {
  readonly pieces: readonly {
    readonly name: Word;
    /** Its last word, after which the semicolon belongs. */
    readonly end: Word;
  }[];
  /** Whether nginx refuses the directive as it is, for the number of its arguments or for one that it does not know. */
  readonly rejected: boolean;
}

/**
 * Takes a directive apart at the lines that begin with the name of another one, if each part is a complete directive of this
 * context. A directive without its own semicolon needs one at its end, too.
 */
export function piecesOf(nginx: Nginx, node: DirectiveNode, text: string, places: readonly Directive[]): Pieces | undefined {
  if (places.length === 0) return undefined;
  const words = [node.name, ...node.args];
  const isStart = words.map((w, i) => i === 0 || (directive(w.text).length > 0 && startsLine(text, node, i - 1)));
  const starts = words.flatMap((_, i) => (isStart[i] ? [i] : []));
  if (starts.length < 2 && text[node.terminator] === ';') return undefined;
  const end = (i: number) => starts[i + 1] ?? words.length;
  const kinds = [...new Map(places.map((d) => [d.parent, placeIn(d.parent, nginx.top)])).values()];
  const readings = (name: string, place: (typeof kinds)[number]) => {
    const meaning = meaningAt(name, place, nginx.target);
    return meaning.kind === 'known' ? meaning.readings : [];
  };
  for (const place of kinds)
    for (const [i, start] of starts.entries())
      if (
        !readings(words[start]!.text, place).some(
          ({ form }) => form.arity !== '' && !form.block && takes(form, end(i) - start - 1),
        )
      )
        return undefined;
  const refuses = (place: (typeof kinds)[number]) =>
    readings(node.name.text, place).every(({ form }) => !takes(form, node.args.length));
  const rejected = checked.test(node.name.text) || kinds.every(refuses);
  return { pieces: starts.map((start, i) => ({ name: words[start]!, end: words[end(i) - 1]! })), rejected };
}

/** Directives that take many arguments but refuse what is none of theirs. */
const checked =
  /^(?:listen|server|access_log|error_log|error_page|keepalive|limit_req|(?:\w+_)?ssl_protocols|\w+_next_upstream)$/;

/** Simple directives with an argument that starts a line and could be a directive's name. */
export const spreadNodes: (source: Source) => readonly DirectiveNode[] = once((source) => {
  const { text } = source;
  const found: DirectiveNode[] = [];
  /** The next line break: most directives end before it. */
  let feed = -1;
  for (const node of inOrder(treeOf(source).items, 'directives')) {
    if (node.block) continue;
    if (feed < node.name.end) feed = lineBreak(text, node.name.end);
    if (feed < node.terminator && node.args.some((_, i) => startsLine(text, node, i))) found.push(node);
  }
  return found;
});

function lineBreak(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at;
}

function startsLine(text: string, { name, args }: DirectiveNode, i: number): boolean {
  const end = (args[i - 1] ?? name).end;
  const { start, quote } = args[i]!;
  if (start === end || (start === end + 1 && text.charCodeAt(end) !== 10) || quote) return false;
  const blank = text.slice(end, start);
  return blank.includes('\n') && /^[ \t]*$/.test(blank.slice(blank.lastIndexOf('\n') + 1));
}

/** The occurrences of nodes; each table made when a name is first asked for. */
export function occurrences(nginx: Nginx): (node: DirectiveNode) => readonly Directive[] {
  const tables = new Map<string, Map<DirectiveNode, Directive[]>>();
  return (node) => {
    const name = node.name.text;
    let table = tables.get(name);
    if (!table) {
      table = new Map();
      for (const d of nginx.directives(name)) {
        const places = table.get(d.node);
        if (places) places.push(d);
        else table.set(d.node, [d]);
      }
      tables.set(name, table);
    }
    return table.get(node) ?? [];
  };
}
