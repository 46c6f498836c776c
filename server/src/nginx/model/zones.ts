import { parseSize } from '../facts/values.ts';
import type { Word } from '../syntax.ts';
import { isPlaceholder } from './meaning.ts';
import { type Directive, directivesOf, type Nginx } from './model.ts';

/** A word that names a zone of shared memory. */
export interface ZoneUse {
  readonly name: string;
  /** The use it is made for; nginx keeps one table of names for all, and no two uses may share a name (`ngx_shared_memory_add`). */
  readonly kind: string;
  /** In bytes; undefined where the word gives none. */
  readonly size: number | undefined;
  readonly directive: Directive;
  readonly word: Word;
  /** Where the name begins in the text of the word. */
  readonly at: number;
  /** sole: makes the zone, and only one may; shared: makes it, or joins it where the size is the same or left out; none: needs it. */
  readonly makes: 'sole' | 'shared' | 'none';
}

/** The directives that name zones, and in which of their words. */
const users = new Map<string, Find>(
  Object.entries<Find>({
    limit_req_zone: (d) => sized(d, 'zone=', 'limit_req', 'sole'),
    limit_req: (d) => prefixed(d, 'zone=', 'limit_req'),
    limit_conn_zone: (d) => sized(d, 'zone=', 'limit_conn', 'sole'),
    limit_conn: ({ node }) => first(node.args, 'limit_conn', 'none'),
    ...caches('proxy'),
    ...caches('fastcgi'),
    ...caches('uwsgi'),
    ...caches('scgi'),
    zone({ node: { args } }) {
      const size = args[1] && parseSize(args[1].text);
      return args[1] && size === undefined ? [] : first(args, 'upstream', 'shared', size);
    },
    lua_shared_dict({ node: { args } }) {
      const size = args[1] && parseSize(args[1].text);
      return size === undefined ? [] : first(args, 'lua', 'sole', size);
    },
    ssl_session_cache: (d) => sized(d, 'shared:', 'ssl_session_cache', 'shared'),
  }),
);

type Find = (d: Pick<Directive, 'node'>) => readonly Found[];

type Found = Pick<ZoneUse, 'name' | 'kind' | 'size' | 'word' | 'at' | 'makes'>;

function caches(protocol: string): Record<string, Find> {
  return {
    [`${protocol}_cache_path`]: (d) => sized(d, 'keys_zone=', `${protocol}_cache`, 'sole'),
    [`${protocol}_cache`]: ({ node: { args } }) =>
      !args[0] || args[0].text === 'off' || args[0].text.includes('$') ? [] : first(args, `${protocol}_cache`, 'none'),
  };
}

const first = (args: readonly Word[], kind: string, makes: ZoneUse['makes'], size?: number): readonly Found[] =>
  args[0] ? [{ name: args[0].text, kind, size, word: args[0], at: 0, makes }] : [];

const prefixed = ({ node }: Pick<Directive, 'node'>, prefix: string, kind: string): readonly Found[] =>
  node.args.flatMap((word) =>
    word.text.startsWith(prefix)
      ? [{ name: word.text.slice(prefix.length), kind, size: undefined, word, at: prefix.length, makes: 'none' }]
      : [],
  );

/** `prefix` name `:` size. */
const sized = ({ node }: Pick<Directive, 'node'>, prefix: string, kind: string, makes: ZoneUse['makes']): readonly Found[] =>
  node.args.flatMap((word) => {
    const colon = word.text.indexOf(':', prefix.length);
    const size = colon < 0 ? undefined : parseSize(word.text.slice(colon + 1));
    return word.text.startsWith(prefix) && size !== undefined
      ? [{ name: word.text.slice(prefix.length, colon), kind, size, word, at: prefix.length, makes }]
      : [];
  });

/** Every word that names a zone, in the order in which nginx reads them; those that hold placeholders left out. */
export function zoneUses(nginx: Nginx): readonly ZoneUse[] {
  const uses: ZoneUse[] = [];
  for (const d of directivesOf(nginx, users.keys())) {
    const find = users.get(d.name);
    if (!find || nginx.meaning(d).kind !== 'known') continue;
    for (const found of find(d))
      if (found.name !== '' && !isPlaceholder(found.word, d.file))
        uses.push({ ...found, kind: `${d.ns} ${found.kind}`, directive: d });
  }
  return uses;
}

export interface ZoneFault {
  /**
   * undeclared: nobody makes it; sizeless: all who name it leave its size to another one; kind: it is made for another use;
   * twice: made a second time; size: joined with another size.
   */
  readonly fault: 'undeclared' | 'sizeless' | 'kind' | 'twice' | 'size';
  readonly use: ZoneUse;
  /** The one that it does not go with. */
  readonly other: ZoneUse | undefined;
}

/** What nginx would refuse. `whole`: what is not made here is made nowhere. */
export function* zoneFaults(nginx: Nginx, whole: boolean): Iterable<ZoneFault> {
  const uses = zoneUses(nginx);
  const owners = new Map<string, ZoneUse>();
  const makers = new Map<string, ZoneUse>();
  const foreign = new Map<string, ZoneUse>();
  for (const use of uses) {
    if (use.makes !== 'none' && !foreign.has(use.name)) foreign.set(use.name, use);
    if (!owners.has(use.name)) owners.set(use.name, use);
    if (use.size !== undefined && !makers.has(`${use.kind} ${use.name}`)) makers.set(`${use.kind} ${use.name}`, use);
  }
  for (const use of uses) {
    const owner = owners.get(use.name)!;
    const maker = makers.get(`${use.kind} ${use.name}`);
    // Of two uses that do not go together the one that makes the zone is right, wherever it stands.
    const stranger = owner.kind !== use.kind ? owner : undefined;
    const otherMaker = stranger && (stranger.makes === 'none' ? undefined : stranger);
    if (otherMaker) yield { fault: 'kind', use, other: otherMaker };
    else if (use.makes === 'none' && !maker) {
      const other = foreign.get(use.name);
      if (other) yield { fault: 'kind', use, other };
      else if (whole) yield { fault: 'undeclared', use, other: undefined };
    } else if (use.makes === 'sole' && maker !== use) yield { fault: 'twice', use, other: maker };
    else if (use.makes === 'shared' && !maker && whole) yield { fault: 'sizeless', use, other: undefined };
    else if (use.makes === 'shared' && maker && use.size !== undefined && use.size !== maker.size)
      yield { fault: 'size', use, other: maker };
  }
}
