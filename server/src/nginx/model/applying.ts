import { directive } from '../facts/directives.ts';
import { placeIn } from './meaning.ts';
import type { Directive, Nginx } from './model.ts';

/** A block around a place, with what takes effect there. */
export interface ApplyingLevel {
  /** undefined: the top. */
  readonly block: Directive | undefined;
  /** What it says itself, in order; blocks that requests are led to or names that others use left out, but for the innermost block. */
  readonly own: readonly Directive[];
  /** What it gets from the blocks around it, the nearest first. */
  readonly inherited: readonly Directive[];
}

/**
 * The blocks around a place from the top on, each directive in the innermost one that it applies to: `listen` in the server,
 * `proxy_read_timeout` of http in the location.
 */
export function levelsAround(nginx: Nginx, innermost: Directive): readonly ApplyingLevel[] {
  const blocks: (Directive | undefined)[] = [];
  for (let block: Directive | undefined = innermost; block; block = block.parent) blocks.push(block);
  blocks.push(undefined);
  blocks.reverse();
  const levels = new Map(blocks.map((block, level) => [block, level]));
  const takes = blocks.map((block, i) => acceptedIn(nginx, block, blocks[i - 1]));
  /** By level, what applies there: names, or slots that several names share. */
  const names = blocks.map(() => new Map<string, Directive[]>());
  const ends = new Map<string, number>();
  const reaches = new Map<string, number[]>();
  for (const [level, block] of blocks.entries())
    for (const d of block ? block.children : nginx.items) {
      if (isPlace(d)) continue;
      const key = `${level} ${d.name}`;
      const end = ends.get(key) ?? endOf(d, level);
      ends.set(key, end);
      const slot = slots.get(d.name) ?? d.name;
      const list = names[end]!.get(slot) ?? [];
      list.push(d);
      names[end]!.set(slot, list);
    }
  // An alias replaces the path of the location that it stands in, also for those inside.
  for (const [level, slotted] of names.entries()) {
    const alias = slotted.get('root alias')?.at(-1);
    const home = alias?.name === 'alias' ? levels.get(alias.parent)! : level;
    if (home === level) continue;
    slotted.delete('root alias');
    names[home]!.set('alias', [alias!]);
  }
  return blocks.map((block, level) => {
    const last = level === blocks.length - 1;
    const applying = new Set<Directive>();
    for (const [slot, all] of names[level]!) for (const d of effectiveOf(nginx, slot, block, all)) applying.add(d);
    const next = blocks[level + 1];
    const own = (block ? block.children : nginx.items).filter((d) => {
      if (applying.has(d)) return last || (d !== next && staysVisible(d, level));
      return last && isPlace(d) && !leadsAway(innermost);
    });
    const shown = last || block?.name === 'server' || block?.name === 'location';
    const inherited = shown ? [...applying].filter((d) => d.parent !== block) : [];
    // Nearer ones first, each level in its order.
    inherited.sort((a, b) => levels.get(b.parent)! - levels.get(a.parent)! || a.index - b.index);
    return { block, own, inherited };
  });

  /** The innermost level that a directive of a level applies to. */
  function endOf(d: Directive, level: number): number {
    const meaning = nginx.meaning(d);
    if (meaning.kind !== 'known') return level;
    const shared = slots.get(d.name);
    const facts = shared ? slotNames(shared).flatMap(directive) : meaning.readings.map(({ fact }) => fact);
    const end = reach(facts.flatMap((fact) => fact.contexts))[level]!;
    return passesOn(d) ? end : passesToPart(d, blocks[level + 1]) ? Math.min(end, level + 1) : level;
  }

  /** By level, how far from there on the blocks take what stands in these contexts. */
  function reach(contexts: readonly string[]): readonly number[] {
    const key = contexts.join();
    let all = reaches.get(key);
    if (!all) {
      const last = blocks.length - 1;
      all = blocks.map(() => last);
      for (let level = last - 1; level >= 0; level--)
        all[level] = contexts.includes(takes[level + 1]!) ? all[level + 1]! : level;
      reaches.set(key, all);
    }
    return all;
  }

  /** What stands outside and does not apply further in acts there all the same: addresses, names, what runs before the location. */
  function staysVisible(d: Directive, level: number): boolean {
    const block = blocks[level];
    if (d.name === 'include') return nginx.included(d)?.status === 'unknown';
    if (block?.name === 'server') return !onlyWithoutLocation.test(d.name) || !hasLocationBelow(level);
    if (block?.name === 'location') return !hasLocationBelow(level) || d.name === 'alias';
    return false;
  }

  function hasLocationBelow(level: number): boolean {
    return blocks[level + 1]?.name === 'location';
  }
}

/** The context whose directives a block takes over from the blocks around it; empty where it takes none. */
function acceptedIn(nginx: Nginx, block: Directive | undefined, around: Directive | undefined): string {
  const [context = ''] = placeIn(block, nginx.top).contexts ?? [];
  // They are locations without a name: everything that applies in the location does in them.
  if (context === 'if in location' || (context === 'limit_except' && around?.name === 'location')) return 'location';
  return context === 'upstream' ? '' : context;
}

/** Whether deeper blocks get a directive at all; see the merging of each module's configuration. */
const passesOn = (d: Directive): boolean =>
  !scripts.test(d.name) && d.name !== 'try_files' && d.name !== 'limit_except' && !handlers.test(d.name);

/** An `if` and a limit_except go on with the handler of their location. */
const passesToPart = (d: Directive, into: Directive | undefined): boolean => handlers.test(d.name) && into?.name !== 'location';

/** What the rewrite module runs where it stands. */
export const scripts = /^(?:rewrite|return|set|break|if)$/;
/** Directives that answer requests of the location that they stand in. */
export const handlers =
  /^(?:(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass|stub_status|empty_gif|flv|mp4|perl|js_content|content_by_lua\w*|api|hls|f4f)$/;
/** Of a server: what acts only where no location is found. */
const onlyWithoutLocation = new RegExp(`${handlers.source}|^try_files$`);

/** Blocks that requests are led to, or that define a name. */
const isPlace = (d: Directive) => d.node.block !== undefined && d.node.block.kind !== 'lua' && !settings.has(d.name);
/** Blocks that belong to the block around them. */
const settings: ReadonlySet<string> = new Set(['if', 'limit_except', 'types']);

/** Blocks whose inner blocks are places of their own. */
const leadsAway = ({ name }: Directive) => /^(?:http|stream|mail|server|location)$/.test(name);

/** Names that replace each other: the nearest level with any of them counts. */
const slots: ReadonlyMap<string, string> = new Map([
  ['root', 'root alias'],
  ['alias', 'root alias'],
  ['allow', 'allow deny'],
  ['deny', 'allow deny'],
  ['xslt_param', 'xslt_param xslt_string_param'],
  ['xslt_string_param', 'xslt_param xslt_string_param'],
  // Of main, too, though that is another module.
  ['error_log', 'error_log'],
]);
const slotNames = (slot: string) => slot.split(' ');

/** Of directives of one name, or of several that share a slot, those that apply in a block. */
function effectiveOf(
  nginx: Nginx,
  slot: string,
  block: Directive | undefined,
  all: readonly Directive[],
): readonly Directive[] {
  const [name, other] = slotNames(slot);
  if (other !== undefined) return nearestOf(all);
  const effective = new Set(nginx.effective(name!, block).directives);
  // An include that stays, a directive of a level that the model does not ask about.
  return effective.size > 0 && all.every((d) => effective.has(d) || d.parent !== block) ? [...effective] : nearestOf(all);
}

function nearestOf(all: readonly Directive[]): readonly Directive[] {
  const level = all.at(-1)!.parent;
  return all.filter((d) => d.parent === level);
}
