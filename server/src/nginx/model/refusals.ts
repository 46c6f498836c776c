import { once } from '../../core/once.ts';
import type { Version } from '../../core/version.ts';
import { takes } from '../facts/directives.ts';
import type { SyntaxProblem } from '../syntax.ts';
import { hasPlaceholder, type Meaning, type Meanings, type Reading } from './meaning.ts';
import type { Directive, ReachedFile } from './model.ts';

/** A directive that nginx refuses before it looks at the values of its arguments, and why. */
export interface Refusal {
  readonly directive: Directive;
  readonly reason: Reason;
}

/** In the order in which `ngx_conf_handler` asks. */
export type Reason =
  | Exclude<Meaning, { readonly kind: 'free' | 'known' }>
  /** It has a block and may have none, or the other way round. */
  | { readonly kind: 'form'; readonly block: boolean }
  | { readonly kind: 'count'; readonly readings: readonly Reading[] }
  /** Only releases after all targeted ones take that many arguments, `since` the first of them. */
  | { readonly kind: 'later-count'; readonly since: Version };

export function refusals(all: readonly Directive[], meaning: Meanings): readonly Refusal[] {
  const found: Refusal[] = [];
  const reasons = new Map<Meaning, Map<number, Reason | undefined>>();
  for (const directive of all) {
    const its = meaning(directive);
    if (its.kind === 'free') continue;
    const { block, args } = directive.node;
    let known = reasons.get(its);
    if (!known) {
      known = new Map();
      reasons.set(its, known);
    }
    const shape = args.length * 2 + (block ? 1 : 0);
    let reason = known.get(shape);
    if (!reason && !known.has(shape)) {
      reason = its.kind === 'known' ? judge(its, block !== undefined, args.length) : its;
      known.set(shape, reason);
    }
    if (reason && isSure(directive, reason)) found.push({ directive, reason });
  }
  return found;
}

function judge({ readings, later }: Extract<Meaning, { kind: 'known' }>, block: boolean, count: number): Reason | undefined {
  const inForm = readings.filter((reading) => hasForm(reading, block));
  if (inForm.length === 0) return { kind: 'form', block };
  if (inForm.some(({ form }) => takes(form, count))) return undefined;
  const taking = later.filter((reading) => hasForm(reading, block) && takes(reading.form, count));
  if (taking.length === 0) return { kind: 'count', readings: inForm };
  return { kind: 'later-count', since: Math.min(...taking.map(({ form }) => form.from!)) };
}

/** Where the number of arguments is not known, a missing mark of a block says nothing. */
const hasForm = ({ form }: Reading, block: boolean) => form.block === block || (block && form.arity === '');

/** Whether the text is what nginx will read there, as far as we can tell. */
function isSure(directive: Directive, { kind }: Reason): boolean {
  const { file } = directive;
  if (!isIntact(directive)) return false;
  switch (kind) {
    case 'elsewhere':
    case 'later':
      return placeIsSure(directive);
    case 'form':
      return !damageOf(file).blocks;
    case 'count':
    case 'later-count':
      return !isTemplate(file) && !isSold(directive) && !hasPlaceholder(directive);
    default:
      return true;
  }
}

/** NGINX Plus takes a word more: it shares the zone with the other machines of a cluster. */
const isSold = ({ name, node }: Directive): boolean =>
  name === 'limit_req_zone' && node.args.length === 4 && node.args.some(({ text }) => text === 'sync');

/** Whether no syntax error is among its words. */
export function isIntact({ node, file }: Directive): boolean {
  const { problems } = file.tree;
  let low = 0;
  let high = problems.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (problems[middle]!.start < node.name.start) low = middle + 1;
    else high = middle;
  }
  return low === problems.length || problems[low]!.start > node.terminator;
}

/** Whether it stands in the block that it seems to stand in. */
export function placeIsSure({ file, via }: Directive): boolean {
  for (let include = via; include; include = include.via) if (damageOf(include.file).blocks) return false;
  return !damageOf(file).blocks;
}

/** Whether tags of a template may bring words, or take them away. */
export const isTemplate = (file: ReachedFile): boolean => damageOf(file).template;

interface Damage {
  readonly template: boolean;
  /** Where a brace is missing or half of them may stand in tags, what stands in which block is a guess. */
  readonly blocks: boolean;
}

const damageOf = once(({ tree }: ReachedFile): Damage => {
  const codes = new Set(tree.problems.map(({ code }) => code));
  return { template: codes.has('template'), blocks: movesBlocks.some((code) => codes.has(code)) };
});

const movesBlocks: readonly SyntaxProblem['code'][] = [
  'missing-brace',
  'missing-opening',
  'stray-brace',
  'unclosed-lua',
  'unclosed-quote',
  'template',
];
