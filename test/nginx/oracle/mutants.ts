// biome-ignore-all lint/suspicious/noTemplateCurlyInString: nginx writes variables like this
import { directive } from '../../../server/src/nginx/facts/directives.ts';
import { type BlockNode, type DirectiveNode, parse, tokenKinds, type Word } from '../../../server/src/nginx/syntax.ts';

/** A text with one thing changed. */
export interface Mutant {
  readonly kind: Kind;
  /** The name of the base. */
  readonly base: string;
  readonly text: string;
  /** The lines that differ, from 1; of a mutation at two places both. */
  readonly lines: readonly (readonly [first: number, last: number])[];
}

export const kinds = [
  'semicolon dropped',
  'semicolon added',
  'brace dropped',
  'brace added',
  'name misspelt',
  'moved',
  'argument removed',
  'argument added',
  'argument emptied',
  'wrong flag',
  'wrong size',
  'wrong time',
  'wrong number',
  'wrong word',
  'wrong parameter',
  'duplicated',
  'unknown variable',
  'reference to nothing',
  'location',
  'if',
  'map',
] as const;
export type Kind = (typeof kinds)[number];

/** An accepted text, taken apart once. */
export interface Base {
  readonly name: string;
  readonly text: string;
  readonly nodes: readonly Place[];
}

interface Place {
  readonly node: DirectiveNode;
  readonly parent: DirectiveNode | undefined;
  /** Siblings included. */
  readonly block: BlockNode | undefined;
  readonly depth: number;
}

export function baseOf(name: string, text: string): Base {
  const nodes: Place[] = [];
  const stack: Place[] = parse(text)
    .items.map((node) => ({ node, parent: undefined, block: undefined, depth: 0 }))
    .reverse();
  for (let place = stack.pop(); place; place = stack.pop()) {
    nodes.push(place);
    const { node, depth } = place;
    if (node.block && node.block.kind !== 'lua')
      for (const child of [...node.block.items].reverse())
        stack.push({ node: child, parent: node, block: node.block, depth: depth + 1 });
  }
  return { name, text, nodes };
}

/** Numbers from 0 to below n, the same ones for the same seed (mulberry32). */
type Random = (n: number) => number;

function random(seed: number): Random {
  let state = seed | 0;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

/** `count` mutants of a seed, every kind alike often; directives that are rare in the bases are taken as often as common ones. */
export function* mutants(bases: readonly Base[], count: number, seed: number, only?: Kind): Generator<Mutant> {
  const next = random(seed);
  const places = bases.flatMap((base) => base.nodes.map((place) => ({ base, place })));
  const byName = new Map<string, typeof places>();
  for (const at of places) {
    const name = isEntry(at.place) ? `${at.place.parent!.name.text} entry` : at.place.node.name.text;
    const known = byName.get(name);
    if (known) known.push(at);
    else byName.set(name, [at]);
  }
  const names = [...byName.keys()].sort();
  const allText = new Map<Base, ReturnType<typeof tokensOf>>();
  for (let made = 0, tries = 0; made < count && tries < count * 200; tries++) {
    const kind = only ?? kinds[made % kinds.length]!;
    const of = special[kind];
    const name =
      of === undefined
        ? pick(names, next)
        : pick(
            names.filter((n) => of.test(n)),
            next,
          );
    const { base, place } = pick(byName.get(name)!, next);
    const tokens = allText.get(base) ?? tokensOf(base.text);
    allText.set(base, tokens);
    const edits = change[kind]({ base, place, next, tokens });
    if (!edits || edits.length === 0) continue;
    const mutant = apply(base, kind, edits);
    if (mutant.text === base.text) continue;
    made++;
    yield mutant;
  }
}

const isEntry = ({ block }: Place) => block?.kind === 'entries';
const pick = <T>(list: readonly T[], next: Random): T => list[next(list.length)]!;

/** Kinds that need directives of some names. */
const special: Partial<Record<Kind, RegExp>> = {
  location: /^location$/,
  if: /^if$/,
  map: /^(?:map|geo|split_clients|types|charset_map)(?: entry)?$/,
};

interface Piece {
  readonly kind: (typeof tokenKinds)[number];
  readonly start: number;
  readonly end: number;
}

function tokensOf(text: string): readonly Piece[] {
  const { kinds, ends } = parse(text).tokens;
  return Array.from(kinds, (kind, i) => ({ kind: tokenKinds[kind]!, start: ends[i - 1] ?? 0, end: ends[i]! }));
}

interface Context {
  readonly base: Base;
  readonly place: Place;
  readonly next: Random;
  readonly tokens: readonly Piece[];
}

interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function apply({ name, text }: Base, kind: Kind, edits: readonly Change[]): Mutant {
  const lines: [number, number][] = [];
  let out = '';
  let at = 0;
  const lineAt = () => out.split('\n').length;
  for (const { start, end, text: put } of [...edits].sort((a, b) => a.start - b.start)) {
    out += text.slice(at, start);
    // What is put on lines of its own begins after the line break.
    out += /^\n*/.exec(put)![0];
    const first = lineAt();
    out += put.replace(/^\n*/, '');
    lines.push([first, lineAt()]);
    at = end;
  }
  return { kind, base: name, text: out + text.slice(at), lines };
}

const insert = (at: number, text: string): Change => ({ start: at, end: at, text });
const replace = ({ start, end }: { readonly start: number; readonly end: number }, text: string): Change => ({
  start,
  end,
  text,
});

type Changer = (context: Context) => readonly Change[] | undefined;

const change: Record<Kind, Changer> = {
  'semicolon dropped': ({ place: { node } }) =>
    node.block ? undefined : [{ start: node.terminator, end: node.terminator + 1, text: '' }],
  'semicolon added': ({ place, tokens, next }) => {
    const inside = tokens.filter((t) => t.kind === 'word' && t.start >= place.node.name.start && t.end <= place.node.end);
    return inside.length ? [insert(pick(inside, next).end, ';')] : undefined;
  },
  'brace dropped': ({ place: { node }, next }) => {
    if (!node.block) return undefined;
    const at = next(2) ? node.block.open : node.block.close!;
    // A block without its end shows at its head as well.
    return [
      { start: node.name.start, end: node.name.start, text: '' },
      { start: at, end: at + 1, text: '' },
    ];
  },
  'brace added': ({ place: { node }, next }) => {
    const at = pick([node.name.start, node.end, ...(node.block ? [node.block.open + 1] : [node.terminator])], next);
    return [insert(at, pick([' }', ' {', '}', '{'], next))];
  },
  'name misspelt': ({ place, next }) => {
    const { name } = place.node;
    if (isEntry(place) || name.quote || name.text.length < 3) return undefined;
    const text = misspell(name.text, next);
    return directive(text).length > 0 ? undefined : [replace(name, text)];
  },
  moved: ({ base, place: { node, parent, block }, next }) => {
    if (block?.kind === 'entries' || node.end - node.name.start > 400) return undefined;
    const targets = base.nodes.filter(
      ({ node: n }) =>
        n.block?.kind === 'directives' && n !== node && n !== parent && !(n.name.start >= node.name.start && n.end <= node.end),
    );
    if (targets.length === 0) return undefined;
    // Contexts are few, blocks many: each name of a block is as likely.
    const name = pick([...new Set(targets.map((t) => t.node.name.text))].sort(), next);
    const target = pick(
      targets.filter((t) => t.node.name.text === name),
      next,
    ).node.block!;
    const text = base.text.slice(node.name.start, node.end);
    return [{ start: node.name.start, end: node.end, text: '' }, insert(target.open + 1, `\n${text}\n`)];
  },
  'argument removed': ({ base, place: { node }, next }) => {
    if (node.args.length === 0) return undefined;
    const i = next(node.args.length);
    const before = i === 0 ? node.name.end : node.args[i - 1]!.end;
    return base.text.slice(before, node.args[i]!.start).includes('#')
      ? undefined
      : [{ start: before, end: node.args[i]!.end, text: ' ' }];
  },
  'argument added': ({ base, place: { node }, next }) => {
    const words = [node.name, ...node.args];
    const after = pick(words, next);
    const own = node.args.length > 0 ? [base.text.slice(node.args.at(-1)!.start, node.args.at(-1)!.end)] : [];
    return [
      insert(
        after.end,
        ` ${pick(['extra', 'on', 'off', '10', '10m', 'name=value', '"a b"', '/a', ...own, ...own, ...own], next)} `,
      ),
    ];
  },
  'argument emptied': ({ place: { node }, next }) =>
    node.args.length ? [replace(pick(node.args, next), pick(['""', "''"], next))] : undefined,
  'wrong flag': argument(/^(?:on|off)$/, ['yes', 'true', '1', 'onn', 'no', 'enabled', 'of', '"on "', 'none']),
  'wrong size': argument(/^\d+[kKmMgG]$/, (text, next) => {
    const n = text.slice(0, -1);
    const unit = text.slice(-1);
    return pick(
      [
        `${n}${unit}b`,
        `${n}.5${unit}`,
        `-${n}${unit}`,
        `${n}t`,
        `${unit}${n}`,
        `"${n} ${unit}"`,
        `${n}g`,
        '99999999999999999999',
        `${n}${unit}${unit}`,
        '0',
        `${n}s`,
        `+${n}${unit}`,
        `${unit}`,
        '1',
        '1k',
      ],
      next,
    );
  }),
  'wrong time': argument(/^\d+(?:ms|[smhdwMy])$/, (text, next) => {
    const [, n, unit] = /^(\d+)(\w+)$/.exec(text)!;
    return pick(
      [
        `${n}sec`,
        `${n}.5${unit}`,
        `-${n}${unit}`,
        `${n}H`,
        `${n}S`,
        `${n}min`,
        `1s1h`,
        `${n}${unit}${n}${unit}`,
        `${n} ${unit}`,
        `${n}ms`,
        `${n}M`,
        `${n}y`,
        unit!,
        'never',
        '99999999999999999999',
        '9999999999s',
        `${n}k`,
        '0',
        'off',
        `"${n}h 1m"`,
        '1y1M1w1d',
      ],
      next,
    );
  }),
  'wrong number': argument(/^\d+$/, (text, next) =>
    pick(
      [
        'abc',
        `-${text}`,
        `${text}.5`,
        `${text}x`,
        '1e3',
        '0x10',
        '99999999999999999999',
        '0',
        `${text}k`,
        `${text}s`,
        '""',
        '4294967296',
        '65536',
        'auto',
        '1000000',
      ],
      next,
    ),
  ),
  'wrong word': argument(/^[A-Za-z][\w.-]*$/, (text, next) =>
    next(4) ? misspell(text, next) : pick(['bogus', 'none', 'all', text.toUpperCase(), `${text},`, '1'], next),
  ),
  'wrong parameter': argument(/^[a-z_]+=./, (text, next) => {
    const [key = '', value = ''] = [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)];
    return pick(
      [
        `${misspell(key, next)}=${value}`,
        `${key}=`,
        `${key}=bogus`,
        `${key}=-1`,
        `${key}${value}`,
        key,
        `${key}:${value}`,
        `${key}=${value}x`,
        `${key}==${value}`,
        `${key}=${value}:extra`,
        `${key}=1.5`,
        `${key}=0`,
        `${key}=99999999999999999999`,
      ],
      next,
    );
  }),
  duplicated: ({ base, place: { node, block }, next }) => {
    if (block?.kind === 'entries') return undefined;
    const text = base.text.slice(node.name.start, node.end);
    if (text.length > 2000) return undefined;
    const after = [node, ...(block?.items ?? [])].filter((n) => n.end >= node.end);
    return [insert(pick(after, next).end, `\n${text}`), replace({ start: node.name.start, end: node.name.start }, '')];
  },
  'unknown variable': ({ base, place, next }) => {
    const { node } = place;
    const withVariable = node.args.filter((a) => /\$\{?[a-z]/.test(a.text));
    const nothing = pick(
      [
        '$nothing_like_it',
        '${nothing_like_it}',
        '$nothing_like_it',
        '$hostt',
        '$',
        '${',
        '${host',
        '$http',
        '$é',
        '$Host',
        '$1',
      ],
      next,
    );
    if (withVariable.length > 0 && next(4)) {
      const word = pick(withVariable, next);
      const text = base.text.slice(word.start, word.end);
      return [
        replace(
          word,
          text.replace(/\$\{?[a-zA-Z_]\w*\}?/, (v) => (next(3) ? nothing : v.replace(/[a-z]+/, (n) => misspell(n, next)))),
        ),
      ];
    }
    if (node.args.length === 0) return undefined;
    const word = pick(node.args, next);
    return [next(2) ? replace(word, `"${nothing}"`) : insert(word.quote ? word.end - 1 : word.end, nothing)];
  },
  'reference to nothing': ({ base, place, next }) => reference(base, place.node, next),
  location: ({ base, place: { node, block }, next }) => {
    const last = node.args.at(-1)!;
    const first = node.args[0]!;
    const own = base.text.slice(last.start, last.end);
    const inside = node.block!.open + 1;
    return pick<() => readonly Change[]>(
      [
        () => [replace(first, pick(['==', '!~', '~=', '^', '*~', '=~', '!', 'exact'], next))],
        () => [insert(node.end, `\nlocation ${base.text.slice(first.start, last.end)} { return 204; }`)],
        () => [
          insert((block?.items ?? [node]).at(-1)!.end, `\nlocation ${base.text.slice(first.start, last.end)} { return 204; }`),
        ],
        () => [insert(inside, '\nlocation /outside/of/it { return 204; }')],
        () => [insert(inside, `\nlocation ${pick([own, `${own}/x`, `"${own}x"`], next)} { return 204; }`)],
        () => [insert(inside, '\nlocation @inside { return 204; }')],
        () => [insert(inside, '\nlocation ~ \\.(gif|png)$ { expires 1h; }')],
        () => [insert(inside, `\nproxy_pass http://127.0.0.1:8080${pick(['', '/', '/x', '/$uri'], next)};`)],
        () => [
          insert(
            inside,
            pick(
              [
                '\nalias /srv/a/;',
                '\nroot /srv/$1;',
                '\ntry_files $uri;',
                '\nreturn;',
                '\nreturn 999 x;',
                '\nreturn 1000;',
                '\nreturn abc;',
                '\nrewrite ^ /x bogus;',
                '\nset abc 1;',
                '\nexpires @25h;',
                '\nexpires modified;',
                '\nerror_page 200 /x;',
                '\nerror_page 404 = ;',
                '\nlimit_except FOO { deny all; }',
                '\nauth_request /x y;',
                '\nserver_name x;',
                '\nlisten 80;',
                '\nallow 10.0.0.300;',
                '\ndeny 10.0.0.0/33;',
                '\nallow 10.0.0.1/8;',
                '\ninternal on;',
              ],
              next,
            ),
          ),
        ],
        () => [replace(first, pick(['~', '=', '@', '^~', '""', '~*', '@named'], next))],
        () => [insert(last.end, pick([' /b', ' ~', ' = /c', '{'], next))],
      ],
      next,
    )();
  },
  if: ({ base, place: { node }, next }) => {
    const { args } = node;
    const [start, end] = [args[0]!.start, args.at(-1)!.end];
    const text = base.text.slice(start, end);
    const operator = /\s(=|!=|!?~\*?)\s/;
    return [
      replace(
        { start, end },
        pick(
          [
            text.replace(operator, ' == '),
            text.replace(operator, ' === '),
            text.replace(operator, ' <> '),
            text.replace(operator, '='),
            text.replace(operator, ' '),
            text.replace(/^\(/, ''),
            text.replace(/\)$/, ''),
            text.replace(/^\(\s*/, '( '),
            text.replace(/\s*\)$/, ' )'),
            text.replace(/^\(/, '(!'),
            text.replace(/\$\w+/, '"$&"'),
            text.replace(/\$/, ''),
            text.replace(/\)$/, ' && $host)'),
            text.replace(/\)$/, ' extra)'),
            `(-f $uri extra)`,
            '(-z $uri)',
            '(!-d $uri)',
            '($uri ~ [)',
            '($uri ~ "^/\\d{3}$")',
            '($uri ~ ^/\\d{3}$)',
            '()',
            '( )',
            '(-f)',
            '($uri = )',
            '$uri',
            '(uri)',
            '($uri!= /a)',
            '($nothing_like_it)',
            '($uri = a b)',
            '(!$uri)',
          ],
          next,
        ),
      ),
    ];
  },
  map: (context) => entries(context),
};

/** Replaces one argument that looks like something. */
function argument(like: RegExp, by: readonly string[] | ((text: string, next: Random) => string)): Changer {
  return ({ place, next }) => {
    const words = (isEntry(place) ? [] : place.node.args).filter((a) => !a.quote && like.test(a.text));
    if (words.length === 0) return undefined;
    const word: Word = pick(words, next);
    return [replace(word, typeof by === 'function' ? by(word.text, next) : pick(by, next))];
  };
}

/** One letter less, twice, another, or two swapped. */
function misspell(word: string, next: Random): string {
  const i = next(word.length);
  const c = word[i]!;
  switch (next(4)) {
    case 0:
      return word.length > 1 ? word.slice(0, i) + word.slice(i + 1) : `${word}x`;
    case 1:
      return word.slice(0, i) + c + word.slice(i);
    case 2:
      return `${word.slice(0, i)}${c === 'x' ? 'y' : 'x'}${word.slice(i + 1)}`;
    default:
      return i + 1 < word.length ? word.slice(0, i) + word[i + 1] + c + word.slice(i + 2) : `${word}s`;
  }
}

/** Where the arguments of a directive name something that is defined elsewhere. */
function reference(base: Base, node: DirectiveNode, next: Random): readonly Change[] | undefined {
  const nothing = 'nothing_like_it';
  const arg = (i: number, text: string) => {
    const word = node.args.at(i);
    return word ? [replace(word, text)] : undefined;
  };
  const name = node.name.text;
  if (/^limit_req$/.test(name)) {
    const zone = node.args.find((a) => a.text.startsWith('zone='));
    return zone && [replace(zone, `zone=${nothing}`)];
  }
  if (/^limit_conn$|^(?:proxy|fastcgi|uwsgi|scgi)_cache$|^thread_pool$/.test(name)) return arg(0, nothing);
  if (name === 'access_log') return node.args.length > 1 && !node.args[1]!.text.includes('=') ? arg(1, nothing) : undefined;
  if (/^(?:proxy|grpc|fastcgi|uwsgi|scgi|memcached)_pass$/.test(name)) {
    const word = node.args[0]!;
    const m = /^((?:\w+:\/\/)?)([\w.-]+)(.*)$/.exec(word.text);
    if (!m) return undefined;
    const [, scheme, host, rest] = m;
    return [
      replace(
        word,
        pick(
          [
            `${scheme}${nothing}${rest}`,
            `${scheme}${host}:8081`,
            `${scheme}$${nothing}${rest}`,
            `${scheme}${host}:http${rest}`,
            `${scheme}${host}:99999${rest}`,
            `${scheme}`,
            `${scheme?.replace('//', '/')}${host}${rest}`,
            `ftp://${host}${rest}`,
            `${host}${rest}`,
          ],
          next,
        ),
      ),
    ];
  }
  if (name === 'error_page' || name === 'try_files') return arg(-1, pick([`@${nothing}`, `=${nothing}`, '@'], next));
  if (/^aio$/.test(name)) return [replace(node.args[0]!, `threads=${nothing}`)];
  if (name === 'zone' || name === 'ssl_session_cache') {
    const i = next(node.args.length);
    return arg(i, pick([nothing, `shared:${nothing}`, 'shared:SSL:1m:2', `${nothing}:1m`], next));
  }
  if (name === 'include') return undefined;
  if (/_path$|_zone$|^log_format$|^upstream$/.test(name)) {
    const zone = node.args.findIndex((a) => /^(?:keys_)?zone=/.test(a.text));
    if (zone >= 0) return arg(zone, node.args[zone]!.text.replace(/=[^:]*/, `=${nothing}`));
    return arg(0, base.text.slice(node.args[0]!.start, node.args[0]!.end).replace(/\w+/, nothing));
  }
  return undefined;
}

/** Lines of blocks that have a grammar of their own, and the heads of these blocks. */
function entries({ base, place: { node, parent, block }, next }: Context): readonly Change[] | undefined {
  if (block?.kind !== 'entries') {
    if (node.block?.kind !== 'entries') return undefined;
    const inside = node.block.open + 1;
    const line = pick(
      [
        'default 1;',
        'hostnames;',
        'volatile;',
        'hostnames on;',
        'include;',
        '~[ 1;',
        '~^/(a 1;',
        'x;',
        'x y z;',
        'ranges;',
        '127.0.0.300/8 1;',
        '127.0.0.1/8 1;',
        '10.0.0.1-10.0.0.9 1;',
        '200% x;',
        '50.123% x;',
        '~^a{2}$ 1;',
        '"~^a{2}$" 1;',
        '\\default 1;',
        'block { }',
        'x $nothing_like_it;',
        'default $nothing_like_it;',
        'delete 127.0.0.1;',
        'proxy 127.0.0.1;',
      ],
      next,
    );
    const arg = node.args.length > 0 ? pick(node.args, next) : undefined;
    if (next(2) || !arg) return [insert(inside, `\n${line}`)];
    return [
      replace(
        arg,
        pick(
          [
            arg.text.replace('$', ''),
            `$${arg.text}`,
            '$nothing_like_it',
            '$host',
            '$1',
            '$a-b',
            '""',
            `${arg.text}$`,
            '${a',
            '$',
          ],
          next,
        ),
      ),
    ];
  }
  const text = base.text.slice(node.name.start, node.end);
  const words = [node.name, ...node.args];
  return pick<() => readonly Change[] | undefined>(
    [
      () => [insert(node.end, `\n${text}`)],
      () => [insert(block.items.at(-1)!.end, `\n${text}`)],
      () => [insert(node.terminator, ' extra')],
      () => (node.args.length > 0 ? [replace({ start: node.name.end, end: node.args.at(-1)!.end }, '')] : undefined),
      () => [
        replace(
          pick(words, next),
          pick(
            [
              '""',
              '~[',
              '$nothing_like_it',
              '"a b"',
              'default',
              '~*(x',
              '10.0.0.0/99',
              '10.0.0.300',
              '300%',
              '*',
              '.',
              '.*.x',
              'volatile',
              'gg',
              '100',
              '4294967296',
              '-1',
            ],
            next,
          ),
        ),
      ],
      () =>
        parent
          ? [insert(node.end, `\n${base.text.slice(parent.name.start, node.block ? node.end : parent.block!.open)}{ }`)]
          : undefined,
    ],
    next,
  )();
}
