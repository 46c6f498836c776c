/** A brace that opens or closes a block, as the text has it. */
export interface Brace {
  /** Index of its token. */
  readonly token: number;
  readonly open: boolean;
  /** Offset of the directive's name, or of the brace where it has none. */
  readonly start: number;
  /** Offset of the brace. */
  readonly at: number;
  /** The directive's name; empty for `}`. */
  readonly name: string;
}

/** What to change in the braces of a text so that they are balanced, at the places where the change belongs. */
export interface Repair {
  /** Tokens of `}` that close nothing. */
  readonly ignored: ReadonlySet<number>;
  /** How many blocks end before a token (the number of tokens: at the end of the text) for want of their `}`. */
  readonly closedBefore: ReadonlyMap<number, number>;
  /** Whether most blocks have their content indented. */
  readonly indented: boolean;
  /** Whether one change is all it takes, and indentation leaves no other place for it. */
  readonly certain: boolean;
}

/** The blocks in which a block may stand; a name that is missing here may stand anywhere. */
const parents: Readonly<Record<string, readonly string[] | undefined>> = {
  http: [],
  events: [],
  stream: [],
  mail: [],
  server: ['http', 'stream', 'mail', 'rtmp'],
  upstream: ['http', 'stream'],
  map: ['http', 'stream'],
  geo: ['http', 'stream'],
  split_clients: ['http', 'stream'],
  location: ['server', 'location'],
  if: ['server', 'location'],
  limit_except: ['location'],
  types: ['http', 'server', 'location'],
};

/** How many of the first places that look wrong are given a second chance to be only badly indented. */
const attempts = 8;
/** How many blocks around a brace are considered: real nesting is shallower, and the time stays linear in the braces. */
const reach = 12;
/** How many braces further down are looked at, once for each that is badly placed. */
const ahead = 100;

/**
 * Finds where braces are missing or too many, by the nesting that nginx allows and by indentation. Asked only where they do
 * not balance: `unclosed` blocks at the end of the text, `stray` closing braces outside any block.
 */
export function repairBraces(text: string, braces: readonly Brace[], tokens: number, unclosed: number, stray: number): Repair {
  const { places, indented } = layout(text, braces);
  const input = { braces, places, indented, tokens, unclosed, stray };
  let best = attempt(input, 0);
  // Nobody wrote a text with more braces by hand.
  const chances = braces.length < 20_000 ? attempts : 0;
  for (let skip = 1; skip <= chances && best.mismatches > 0; skip++) {
    const next = attempt(input, skip);
    if (next.mismatches < best.mismatches) best = next;
  }
  const { ignored, closedBefore, mismatches } = best;
  return { ignored, closedBefore, indented, certain: indented && mismatches === 0 && unclosed + stray === 1 };
}

interface Place {
  /** Offset of the start of its line. */
  readonly line: number;
  /** Columns before the first character of its line. */
  readonly indent: number;
  /** Nothing but blanks stands before it on its line. */
  readonly first: boolean;
}

interface Input {
  readonly braces: readonly Brace[];
  readonly places: readonly Place[];
  readonly indented: boolean;
  readonly tokens: number;
  readonly unclosed: number;
  readonly stray: number;
}

interface Attempt {
  readonly ignored: Set<number>;
  readonly closedBefore: Map<number, number>;
  /** How much of the text still looks wrong. */
  readonly mismatches: number;
}

function attempt({ braces, places, indented, tokens, ...budget }: Input, skip: number): Attempt {
  const ignored = new Set<number>();
  const closedBefore = new Map<number, number>();
  /** Indexes of open braces. */
  const stack: number[] = [];
  let { unclosed, stray } = budget;
  let mismatches = 0;
  let servers = false;
  const chance = () => skip-- <= 0;
  const top = () => places[stack.at(-1)!];
  const closeDownTo = (depth: number, token: number) => {
    closedBefore.set(token, stack.length - depth);
    unclosed -= stack.length - depth;
    stack.length = depth;
  };

  for (const [i, brace] of braces.entries()) {
    const place = places[i]!;
    if (brace.open) {
      const depth = depthFor(brace.name, place);
      if (depth < stack.length && stack.length - depth <= unclosed && chance()) closeDownTo(depth, brace.token);
      const parent = top();
      if (parent && place.first && parent.line !== place.line && place.indent <= parent.indent) mismatches++;
      if (!parent) {
        if (place.first && place.indent > places[0]!.indent) mismatches += 2;
        // In a file of servers no location stands beside them.
        if (Object.hasOwn(parents, brace.name) && parents[brace.name]?.includes('server') && brace.name !== 'types' && servers)
          mismatches += 2;
        servers ||= brace.name === 'server' || brace.name === 'http';
      }
      stack.push(i);
      continue;
    }
    const open = top();
    if (!open) {
      ignored.add(brace.token);
      stray--;
      continue;
    }
    if (place.first && place.line !== open.line && indented) {
      if (place.indent < open.indent && unclosed > 0) {
        const depth = depthAt(place.indent);
        if (depth !== undefined && stack.length - depth <= unclosed && chance()) closeDownTo(depth, brace.token);
      } else if (place.indent > open.indent && stray > 0 && chance()) {
        ignored.add(brace.token);
        stray--;
        continue;
      }
      if (top()?.indent !== place.indent) mismatches++;
    } else if (!place.first && open.first && stray > 0 && indented && closesBelow(i, open.indent) && chance()) {
      ignored.add(brace.token);
      stray--;
      continue;
    }
    stack.pop();
  }
  if (stack.length > 0) closedBefore.set(tokens, stack.length);
  // What nobody could place costs more than a brace that is only badly indented.
  mismatches += 2 * Math.max(0, -stray) + 2 * Math.abs(unclosed - stack.length);
  return { ignored, closedBefore, mismatches };

  /** How many blocks may be open where this one opens: fewer than are where nginx or the indentation says that they ended. */
  function depthFor(name: string, place: Place): number {
    let depth = stack.length;
    if (indented && place.first)
      while (
        depth > 0 &&
        stack.length - depth < reach &&
        places[stack[depth - 1]!]!.first &&
        places[stack[depth - 1]!]!.indent >= place.indent
      )
        depth--;
    const allowed = Object.hasOwn(parents, name) ? parents[name] : undefined;
    if (!allowed) return depth;
    for (let d = depth; d > 0 && stack.length - d < reach; d--) {
      const parent = braces[stack[d - 1]!]!.name;
      if (allowed.includes(parent) || !Object.hasOwn(parents, parent)) return d;
    }
    return stack.length <= reach ? 0 : depth;
  }

  /** Whether another brace closes a block of this indentation before the next one opens there. */
  function closesBelow(i: number, indent: number): boolean {
    for (let j = i + 1; j < braces.length && j < i + ahead; j++)
      if (places[j]!.first && places[j]!.indent <= indent) return !braces[j]!.open && places[j]!.indent === indent;
    return false;
  }

  /** The number of blocks up to the innermost one that is indented like this. */
  function depthAt(indent: number): number | undefined {
    for (let d = stack.length; d > 0 && stack.length - d < reach; d--) if (places[stack[d - 1]!]!.indent === indent) return d;
    return undefined;
  }
}

/** The blanks before a word that begins its line; undefined for one that does not. */
export function indentation(text: string, at: number): string | undefined {
  let line = at;
  while (line > 0 && (text.charCodeAt(line - 1) === 32 || text.charCodeAt(line - 1) === 9)) line--;
  return line === 0 || text.charCodeAt(line - 1) === 10 ? text.slice(line, at) : undefined;
}

/** Where each brace stands, and whether most blocks have their content indented. */
function layout(text: string, braces: readonly Brace[]): { places: Place[]; indented: boolean } {
  let line = 0;
  let indent = columns(text, 0);
  let next = text.indexOf('\n');
  let deeper = 0;
  let flat = 0;
  const places = braces.map(({ start, at, open }): Place => {
    while (next !== -1 && next < start) {
      line = next + 1;
      next = text.indexOf('\n', line);
      indent = columns(text, line);
    }
    if (open) {
      const below = contentBelow(text, at + 1);
      if (below !== undefined) columns(text, below).width > indent.width ? deeper++ : flat++;
    }
    return { line, indent: indent.width, first: indent.end === start };
  });
  return { places, indented: deeper > 0 && deeper >= 4 * flat };
}

/** The start of the line of a block's first content, where its brace ends a line. */
function contentBelow(text: string, from: number): number | undefined {
  let line: number | undefined;
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 10) line = i + 1;
    else if (c !== 32 && c !== 9 && c !== 13) return c === 125 ? undefined : line;
  }
  return undefined;
}

function columns(text: string, line: number): { width: number; end: number } {
  let width = 0;
  for (let i = line; ; i++) {
    const c = text.charCodeAt(i);
    if (c === 9) width += 4 - (width % 4);
    else if (c === 32) width++;
    else return { width, end: i };
  }
}
