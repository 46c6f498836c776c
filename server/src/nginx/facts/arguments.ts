import { once } from '../../core/once.ts';
import { any, type Period, type Version, type VersionRange } from '../../core/version.ts';
import { type AddressProblem, type AddressUse, addressProblem, hasPort, isAddress, isIpv4, isNetwork } from './addresses.ts';
import type { DirectiveFact, Form } from './directives.ts';
import { shapeOf } from './setters.ts';
import { parseNumber, parseOffset, parseSize, parseTime } from './values.ts';

/** What a word, or the value of a parameter, has to be. */
export type Value = Expected & {
  /** nginx puts in variables, so that a word with a `$` may become anything. */
  readonly variables?: true;
  /** Words that are taken instead. */
  readonly or?: readonly string[];
};

export type Expected =
  | { readonly kind: 'text' }
  /** Anything but nothing. */
  | { readonly kind: 'filled' }
  /** `hidden` are words of builds that are sold, taken and not offered. */
  | { readonly kind: 'word'; readonly words: readonly string[]; readonly anyCase?: true; readonly hidden?: readonly string[] }
  /** A whole number; Infinity where only its digits count. */
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  /** Bytes with k or m, `offset` also with g. */
  | { readonly kind: 'size' | 'offset'; readonly min: number }
  /** Sizes that are powers of two. */
  | { readonly kind: 'sizes'; readonly words: readonly string[] }
  /** Seconds, or milliseconds for `ms`; `min` in that unit. */
  | { readonly kind: 'time'; readonly unit: 's' | 'ms'; readonly min: number; readonly signed?: true }
  | { readonly kind: 'address'; readonly use: AddressUse; readonly port?: PortNeed }
  /** An address without a host name. */
  | { readonly kind: 'local' }
  /** `names`: host names are taken, too. */
  | { readonly kind: 'network'; readonly names?: true }
  | {
      readonly kind: 'url';
      readonly schemes: readonly string[];
      readonly use: AddressUse;
      readonly bare?: true;
      readonly port?: PortNeed;
    }
  | { readonly kind: 'variable' }
  /** `name:size`. */
  | { readonly kind: 'zone'; readonly min: number }
  | { readonly kind: 'syslog'; readonly grammar: Grammar }
  /** Anything that the pattern takes. */
  | { readonly kind: Formed; readonly pattern: { test(text: string): boolean } };

/** of-address: a name without port may be an upstream. */
type PortNeed = 'always' | 'of-address';

/** Values with a notation of their own. */
export type Formed =
  | 'access'
  | 'affinity'
  | 'answer'
  | 'captures'
  | 'code'
  | 'errorStatus'
  | 'expires'
  | 'finalCode'
  | 'keepalive'
  | 'levels'
  | 'location'
  | 'mark'
  | 'pool'
  | 'power'
  | 'priority'
  | 'rate'
  | 'referer'
  | 'returned'
  | 'rootVariable'
  | 'serverName'
  | 'status'
  | 'tag'
  | 'version';

export interface Parameter {
  /** undefined: it is a word alone. */
  readonly value?: Value;
  /** The releases that have it; undefined: all since 1.18. */
  readonly versions?: Period;
  /** It is taken, but no better than another, or not everywhere. */
  readonly unoffered?: true;
}

/** What the arguments of a directive have to be. */
export interface Grammar {
  /** The first words. */
  readonly words?: readonly Value[];
  /** The last word, where there are more than the first ones. */
  readonly last?: Value;
  /** What else may stand there in any order; the names of those with a value end in `=` or `:`. */
  readonly parameters?: Readonly<Record<string, Parameter>>;
  /** What every word is that is none of them; undefined: nginx takes no other. */
  readonly rest?: Value;
  /** One of them has to be there. */
  readonly restNeeded?: true;
  /** Nothing may follow the first words, though the table of directives allows more. */
  readonly closed?: true;
  /** Parameters one of which has to be there. */
  readonly needs?: readonly string[];
  /** Parameters that exclude each other. */
  readonly apart?: readonly (readonly [string, readonly string[]])[];
  /** Parameters that need one of others. */
  readonly together?: readonly (readonly [string, readonly string[]])[];
}

/** A grammar, or the one that these arguments and targets call for. */
export type Shape = Grammar | ((args: readonly (string | undefined)[], ranges: readonly VersionRange[]) => Grammar);

/** A thing that nginx refuses in the arguments of a directive. */
export interface Mistake {
  /** Index of the argument; undefined: something is missing. */
  readonly argument: number | undefined;
  /** The part of its text. */
  readonly from: number;
  readonly to: number;
  /** `backlog=`; empty: the argument itself. */
  readonly parameter: string;
  readonly value: string;
  readonly reason: Reason;
}

export type Reason =
  /** It is not what was expected. */
  | { readonly kind: 'unlike'; readonly expected: Value }
  /** Of the right form, but less than `min` bytes, or milliseconds or seconds. */
  | { readonly kind: 'small'; readonly expected: Extract<Expected, { min: number }> }
  | { readonly kind: 'address'; readonly problem: AddressProblem['kind'] | 'no-port' }
  /** nginx does not look for variables there. */
  | { readonly kind: 'variables' }
  | { readonly kind: 'parameter'; readonly names: readonly string[] }
  /** Only releases after all targeted ones know the parameter. */
  | { readonly kind: 'later'; readonly since: Version }
  | { readonly kind: 'gone'; readonly until: Version }
  | { readonly kind: 'missing'; readonly names: readonly string[] }
  | { readonly kind: 'no-rest' }
  | { readonly kind: 'surplus'; readonly after: string }
  | { readonly kind: 'apart'; readonly other: string }
  | { readonly kind: 'alone'; readonly names: readonly string[] };

/**
 * What nginx refuses in the arguments of a directive, in every one of the targeted releases; nothing where nothing is known.
 * An argument that is not known, a placeholder of a template, is undefined.
 */
export function mistakes(
  fact: Pick<DirectiveFact, 'name'>,
  form: Pick<Form, 'setter' | 'values' | 'bounds' | 'check'>,
  args: readonly (string | undefined)[],
  ranges: readonly VersionRange[],
): readonly Mistake[] {
  const shape = shapeOf(fact, form);
  return shape ? inArguments(typeof shape === 'function' ? shape(args, ranges) : shape, args, ranges) : [];
}

/** What a grammar expects of an argument: behind the name of a parameter, where it is one; undefined value: nothing behind it. */
export interface Expectation {
  /** `backlog=`; empty: the argument itself. */
  readonly parameter: string;
  readonly value: Value | undefined;
}

/** What each argument is expected to be; undefined where it is not known. */
export function expectations(
  fact: Pick<DirectiveFact, 'name'>,
  form: Pick<Form, 'setter' | 'values' | 'bounds' | 'check'>,
  args: readonly string[],
  ranges: readonly VersionRange[],
): readonly (Expectation | undefined)[] {
  const shape = shapeOf(fact, form);
  if (!shape) return [];
  const { words = [], last, parameters = none, rest } = typeof shape === 'function' ? shape(args, ranges) : shape;
  return args.map((text, i) => {
    const positional = last && i >= words.length && i === args.length - 1 ? last : words[i];
    if (positional) return { parameter: '', value: positional };
    const name = nameIn(namesOf(parameters), text);
    if (name !== undefined) return { parameter: name, value: parameters[name]!.value };
    return rest && { parameter: '', value: rest };
  });
}

/** Whether anything is known about the arguments of a directive. */
export const isJudged = (
  fact: Pick<DirectiveFact, 'name'>,
  form: Pick<Form, 'setter' | 'values' | 'bounds' | 'check'>,
): boolean => shapeOf(fact, form) !== undefined;

function inArguments(
  { words = [], last, parameters = none, rest, restNeeded, closed, needs, apart = [], together = [] }: Grammar,
  args: readonly (string | undefined)[],
  ranges: readonly VersionRange[],
): readonly Mistake[] {
  const names = namesOf(parameters);
  const seen = new Map<string, number>();
  let others = 0;
  const found = args.flatMap((text, i): Mistake[] => {
    if (text === undefined) return [];
    const positional = last && i >= words.length && i === args.length - 1 ? last : words[i];
    const problem = positional ? inValue(positional, text, 0, '') : inParameter(text, i);
    return problem ? [{ argument: i, ...problem }] : [];
  });
  const whole = (argument: number, reason: Reason) => {
    const value = args[argument]!;
    found.push({ argument, from: 0, to: value.length, parameter: '', value, reason });
  };
  for (const [one, excluded] of apart) {
    if (!seen.has(one)) continue;
    for (const name of excluded) if (seen.has(name)) whole(seen.get(name)!, { kind: 'apart', other: one });
  }
  const complete = !args.includes(undefined);
  for (const [one, helpers] of together)
    if (complete && seen.has(one) && !helpers.some((name) => seen.has(name)))
      whole(seen.get(one)!, { kind: 'alone', names: helpers });
  // What was mistyped may be what is missing.
  if (found.some(({ reason }) => reason.kind === 'parameter')) return found;
  if (restNeeded && complete && others === 0)
    found.push({ argument: undefined, from: 0, to: 0, parameter: '', value: '', reason: { kind: 'no-rest' } });
  if (needs && complete && !needs.some((name) => seen.has(name)))
    found.push({ argument: undefined, from: 0, to: 0, parameter: '', value: '', reason: { kind: 'missing', names: needs } });
  return found;

  function inParameter(text: string, i: number): Omit<Mistake, 'argument'> | undefined {
    const name = nameIn(names, text);
    const whole = { from: 0, to: text.length, parameter: '', value: text };
    if (name === undefined) {
      if (rest) {
        others++;
        return inValue(rest, text, 0, '');
      }
      if (names.length === 0) return closed && { ...whole, reason: { kind: 'surplus', after: args[words.length - 1] ?? '' } };
      const offered = names.filter((n) => !parameters[n]!.unoffered && has(parameters[n]!, ranges));
      return { ...whole, reason: { kind: 'parameter', names: offered } };
    }
    seen.set(name, i);
    const parameter = parameters[name]!;
    // What others made of the directive may stand for the rest of it.
    if (parameter.unoffered) others++;
    if (!has(parameter, ranges)) {
      const { from, until } = parameter.versions!;
      const later = ranges.every(({ max }) => max < from);
      return { ...whole, reason: later ? { kind: 'later', since: from } : { kind: 'gone', until } };
    }
    return parameter.value && inValue(parameter.value, text, name.length, name);
  }
}

const none: NonNullable<Grammar['parameters']> = {};
const namesOf = once((parameters: NonNullable<Grammar['parameters']>): readonly string[] => Object.keys(parameters));

const has = ({ versions }: Parameter, ranges: readonly VersionRange[]) => versions === undefined || any(ranges, versions);

function nameIn(names: readonly string[], text: string): string | undefined {
  return names.find((name) => (name.endsWith('=') || name.endsWith(':') ? text.startsWith(name) : text === name));
}

/** What is wrong with the text from `start` on. */
function inValue(expected: Value, text: string, start: number, parameter: string): Omit<Mistake, 'argument'> | undefined {
  const value = text.slice(start);
  const problem = reasonOf(expected, value);
  if (!problem) return undefined;
  const { from = 0, to = value.length, parameter: inner, ...reason } = problem;
  return {
    from: start + from,
    to: start + to,
    parameter: inner ?? parameter,
    value: value.slice(from, to),
    reason: reason as Reason,
  };
}

type Problem = Reason & { readonly from?: number; readonly to?: number; readonly parameter?: string };

function reasonOf(expected: Value, value: string): Problem | undefined {
  if (expected.variables && value.includes('$')) return undefined;
  if (expected.or?.includes(value)) return undefined;
  const unlike: Problem = { kind: 'unlike', expected };
  const checked = (): Problem | undefined => {
    switch (expected.kind) {
      case 'text':
        return undefined;
      case 'filled':
        return value === '' ? unlike : undefined;
      case 'word': {
        const fits = (words: readonly string[]) =>
          words.includes(value) || (expected.anyCase && words.some((w) => w.toLowerCase() === value.toLowerCase()));
        return fits(expected.words) || fits(expected.hidden ?? []) ? undefined : unlike;
      }
      case 'number': {
        const number = parseNumber(value);
        return number === undefined || number < expected.min || number > expected.max ? unlike : undefined;
      }
      case 'size':
      case 'offset':
        return atLeast(expected, (expected.kind === 'size' ? parseSize : parseOffset)(value), unlike);
      case 'sizes': {
        const size = parseSize(value);
        return size !== undefined && expected.words.some((w) => parseSize(w) === size) ? undefined : unlike;
      }
      case 'time':
        return atLeast(expected, parseTime(expected.signed ? value.replace(/^[-+]/, '') : value, expected.unit), unlike);
      case 'address':
        return inAddress(value, expected.use, expected.port);
      case 'local':
        return isAddress(value) ? undefined : unlike;
      case 'network':
        return isNetwork(value) || (expected.names && /^[\w.\u0080-\uffff-]+$/.test(value)) ? undefined : unlike;
      case 'url': {
        const scheme = expected.schemes.find((s) => value.toLowerCase().startsWith(s));
        if (scheme === undefined && !expected.bare) return unlike;
        const rest = value.slice(scheme?.length ?? 0);
        return shifted(inAddress(rest, expected.use, expected.port), scheme?.length ?? 0);
      }
      case 'variable':
        return /^\$./.test(value) ? undefined : unlike;
      case 'zone': {
        const colon = value.indexOf(':');
        if (colon < 1) return unlike;
        const size = value.slice(colon + 1);
        return shifted(reasonOf({ kind: 'size', min: expected.min }, size), colon + 1);
      }
      case 'syslog':
        return inList(expected.grammar, value);
      default:
        return expected.pattern.test(value) ? undefined : unlike;
    }
  };
  const problem = checked();
  const judged = problem?.kind === 'unlike' || problem?.kind === 'address';
  return judged && /\$\w|\$\{/.test(value) && takesNoText.has(expected.kind) ? { kind: 'variables' } : problem;
}

const takesNoText: ReadonlySet<Value['kind']> = new Set([
  'word',
  'number',
  'size',
  'offset',
  'sizes',
  'time',
  'network',
  'address',
  'status',
]);

function atLeast(
  expected: Extract<Expected, { min: number }>,
  value: number | undefined,
  unlike: Problem,
): Problem | undefined {
  if (value === undefined) return unlike;
  return value < expected.min ? { kind: 'small', expected } : undefined;
}

function inAddress(value: string, use: AddressUse, port: PortNeed | undefined): Problem | undefined {
  const problem = addressProblem(value, use);
  if (problem) return { kind: 'address', problem: problem.kind, from: problem.from, to: problem.to };
  if (!port || hasPort(value)) return undefined;
  return port === 'always' || value.startsWith('[') || isIpv4(value) ? { kind: 'address', problem: 'no-port' } : undefined;
}

/** `syslog:` and parameters with commas between them. */
function inList(grammar: Grammar, value: string): Problem | undefined {
  const parts = value.slice('syslog:'.length).split(',');
  const [found] = inArguments(grammar, parts, []);
  if (!found) return undefined;
  const { argument, from, to, parameter, reason } = found;
  if (argument === undefined) return { ...reason, parameter };
  const start = parts.slice(0, argument).reduce((length, part) => length + part.length + 1, 'syslog:'.length);
  return { ...reason, from: start + from, to: start + to, parameter };
}

const shifted = (problem: Problem | undefined, by: number): Problem | undefined =>
  problem && { ...problem, from: (problem.from ?? 0) + by, ...(problem.to === undefined ? {} : { to: problem.to + by }) };
