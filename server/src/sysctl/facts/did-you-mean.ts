import { distance } from '../../core/nearest.ts';
import { factsOf, type KeyFacts, keyAbove, keyNames } from './keys.ts';

/**
 * The one key that a misspelt path most likely means, the wrong part put right and all else kept; undefined where there
 * is none, or more than one as near. The facts say when that key is a removed one: then it is no advice to write it.
 */
export function didYouMean(path: string): { readonly path: string; readonly facts: KeyFacts } | undefined {
  const bare = path.replace(/^proc\/sys\/|^(?:\$\s*)?(?:sudo\s+)?sysctl\s+(?:-w\s+)?/, '').replace(/^["'`\s]+|["'`\s]+$/g, '');
  const parent = keyAbove(bare);
  if (parent) return parent;
  const lower = bare.toLowerCase();
  const inLower = lower === bare ? undefined : factsOf(lower);
  if (inLower) return { path: lower, facts: inLower };
  // Without its beginning, and nothing but one beginning fits.
  const whole = ['', 'net/', 'net/ipv4/', 'net/ipv6/']
    .map((start) => start + (start === '' ? bare : bare.replace(/^net\/(?=conf\/|neigh\/)/, '')))
    .filter((full) => full !== path && factsOf(full) !== undefined);
  const [direct] = whole;
  if (direct !== undefined && whole.length === 1) return { path: direct, facts: factsOf(direct)! };
  const dottedInterface = /^(net\/ipv[46]\/(?:conf|neigh)\/)(.+)(\/[^/]+)$/.exec(bare);
  const joined = dottedInterface && `${dottedInterface[1]}${dottedInterface[2]?.replaceAll('/', '.')}${dottedInterface[3]}`;
  const escaped = joined && joined !== bare ? factsOf(joined) : undefined;
  if (joined && escaped) return { path: joined, facts: escaped };

  const parts = bare.split('/');
  const wrong: Spelling = spellingOf(bare);
  let best: { path: string; cost: number } | undefined;
  let tie = false;
  for (const candidate of candidates()) {
    const path = candidate.spelling ? candidate.path : fill(candidate.segments, parts);
    if (path === undefined) continue;
    const cost = costOf(candidate.spelling ?? spellingOf(path), wrong);
    if (cost === Number.POSITIVE_INFINITY) continue;
    if (!best || cost < best.cost) {
      best = { path, cost };
      tie = false;
    } else if (cost === best.cost && path !== best.path) tie = true;
  }
  const facts = tie || !best ? undefined : factsOf(best.path);
  return facts && best && { path: best.path, facts };
}

/** A path as people mix it up: case, hyphens and separators do not count. */
interface Spelling {
  readonly flat: string;
  /** Of the last part. */
  readonly name: string;
  /** Which letters occur: two texts whose letters differ by more than twice the slips allowed need not be compared. */
  readonly letters: number;
}

function spellingOf(path: string): Spelling {
  const flat = path.toLowerCase().replace(/[-./]/g, '_');
  let letters = 0;
  for (let i = 0; i < flat.length; i++) letters |= 1 << (flat.charCodeAt(i) & 31);
  return { flat, name: flat.slice(path.lastIndexOf('/') + 1), letters };
}

interface Candidate {
  readonly path: string;
  readonly segments: readonly string[];
  /** undefined where placeholders have to be filled first. */
  readonly spelling: Spelling | undefined;
}

let suggestions: readonly Candidate[] | undefined;

/** A key whose very name is a placeholder is no suggestion. */
function candidates(): readonly Candidate[] {
  suggestions ??= keyNames().flatMap((name) => {
    const segments = name.split('.');
    if (segments.at(-1)?.startsWith('<')) return [];
    const path = segments.join('/');
    return { path, segments, spelling: path.includes('<') ? undefined : spellingOf(path) };
  });
  return suggestions;
}

/** A whole name in the wrong place, or without its prefix or its end, is a clearer slip than letters that differ. */
function costOf(candidate: Spelling, wrong: Spelling): number {
  const { flat, name } = candidate;
  if (flat === wrong.flat) return 0;
  const last = wrong.name;
  if (last.length >= 6) {
    if (name === last) return 1 + distance(flat, wrong.flat, 8) / 100;
    if (name === `tcp_${last}` || name === `nf_${last}` || `tcp_${name}` === last)
      return 1.5 + distance(flat, wrong.flat, 16) / 100;
    if (flat.length === wrong.flat.length + 4 && flat.replace('_tcp_', '_') === wrong.flat) return 1.6;
    if (flat.startsWith(`${wrong.flat}_`)) return 1.9;
  }
  // One slip in five letters, and three of them only behind the same beginning.
  const limit = Math.min(3, Math.max(1, Math.floor(name.length / 5)));
  if (Math.abs(flat.length - wrong.flat.length) > limit || bits(candidate.letters ^ wrong.letters) > 2 * limit)
    return Number.POSITIVE_INFINITY;
  const d = distance(flat, wrong.flat, limit);
  if (d > limit || (d > 2 && !name.startsWith(last.slice(0, Math.ceil(last.length * 0.6))))) return Number.POSITIVE_INFINITY;
  return 2 + d;
}

function bits(n: number): number {
  let count = 0;
  for (; n !== 0; n &= n - 1) count++;
  return count;
}

/** The pattern with its placeholders taken from the same places of the path; undefined where there is no such place. */
function fill(segments: readonly string[], parts: readonly string[]): string | undefined {
  if (segments.length !== parts.length) return undefined;
  return segments.map((segment, i) => (segment.startsWith('<') ? parts[i] : segment)).join('/');
}
