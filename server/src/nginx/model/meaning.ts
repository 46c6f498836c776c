import { once } from '../../core/once.ts';
import type { Target, Version } from '../../core/version.ts';
import { type DirectiveFact, directive, type Form } from '../facts/directives.ts';
import type { Word } from '../syntax.ts';
import type { Directive, ReachedFile, Top } from './model.ts';

/**
 * What `ngx_conf_handler` finds for a directive's name and place before it looks at its form, its arguments and their
 * values, over all targeted releases.
 */
export type Meaning =
  /**
   * Nothing can be said: a line of a map, a placeholder of a template, a name of the user's own modules, inside a block
   * that nginx itself does not have or refuses.
   */
  | { readonly kind: 'free' }
  /** A name that nobody has. */
  | { readonly kind: 'unknown' }
  /** The readings of some targeted release that fit the place; more than one where releases or places that are possible differ. */
  | {
      readonly kind: 'known';
      readonly readings: readonly Reading[];
      /** Those of releases after all targeted ones. */
      readonly later: readonly Reading[];
    }
  /** A targeted or later release has it, none of them here. */
  | { readonly kind: 'elsewhere'; readonly facts: readonly DirectiveFact[] }
  /** Allowed here, but only in releases after all targeted ones; `since` is the first of them. */
  | { readonly kind: 'later'; readonly facts: readonly DirectiveFact[]; readonly since: Version }
  /** Only releases before all targeted ones have it. */
  | { readonly kind: 'removed'; readonly facts: readonly DirectiveFact[]; readonly last: Version };

export interface Reading {
  readonly fact: DirectiveFact;
  readonly form: Form;
}

export type Meanings = (d: Directive) => Meaning;

/** Of so many directives. `own` are names that the user's own modules bring. */
export function meanings(count: number, top: Top, target: Target, own: ReadonlySet<string>): Meanings {
  const known = new Array<Meaning | undefined>(count);
  /** What names mean, by block; null where nginx does not read directives of its own. */
  const insides = new Map<Directive | undefined, Names | null>();
  const places = new Map<string, Names>();
  insides.set(undefined, namesAt(placeIn(undefined, top)));
  return (d) => {
    let meaning = known[d.index];
    if (!meaning) {
      const names = inside(d.parent);
      meaning = names ? look(d, names) : free;
      known[d.index] = meaning;
    }
    return meaning;
  };

  /** Blocks may be nested as deep as the text is long. */
  function inside(block: Directive | undefined): Names | null {
    const known = insides.get(block);
    if (known !== undefined) return known;
    const path: Directive[] = [];
    let b = block;
    for (; b && !insides.has(b); b = b.parent) path.push(b);
    let names = insides.get(b) ?? null;
    for (const d of path.reverse()) {
      names = names && opens(d, names) ? namesIn(d) : null;
      insides.set(d, names);
    }
    return names;
  }

  /** What an `if` is depends on the block around it, all others on themselves. */
  function namesIn(block: Directive): Names {
    if (block.name === 'if') return namesAt(placeIn(block, top));
    const key = `${block.ns} ${block.name}`;
    let names = places.get(key);
    if (!names) {
      names = namesAt(placeIn(block, top));
      places.set(key, names);
    }
    return names;
  }

  function namesAt(place: Place): Names {
    const key = `${place.ns} ${place.contexts}`;
    let names = places.get(key);
    if (!names) {
      names = { place, meanings: new Map() };
      places.set(key, names);
    }
    return names;
  }

  function opens(d: Directive, names: Names): boolean {
    if (d.node.block?.kind !== 'directives') return false;
    const meaning = look(d, names);
    return meaning.kind === 'known' && meaning.readings.some(({ fact, form }) => form.block && isOwn(fact));
  }

  function look({ name, node, file }: Directive, { place, meanings }: Names): Meaning {
    let meaning = meanings.get(name);
    if (!meaning) {
      meaning = own.has(name) ? free : rememberedAt(name, place, target);
      meanings.set(name, meaning);
    }
    if (meaning.kind === 'unknown' && isPlaceholder(node.name, file)) return free;
    return isDescribed(node.args) ? free : meaning;
  }
}

interface Names {
  readonly place: Place;
  readonly meanings: Map<string, Meaning>;
}

const free: Meaning = { kind: 'free' };

/** Whether a release of nginx has it; the blocks of other modules have lines of their own. */
export const isOwn = ({ first }: DirectiveFact) => first !== undefined;

/** Known from a manual only, which does not tell every place. */
export const isHearsay = ({ first, module }: DirectiveFact) => first === undefined && !module.includes('/');

/** What names that nginx knows mean, for all models of a target: whatever is known about a meaning outlives an edit. */
const remembered = once((_: Target) => new Map<string, Meaning>());

function rememberedAt(name: string, place: Place, target: Target): Meaning {
  const meanings = remembered(target);
  const key = `${name} ${place.ns} ${place.contexts}`;
  const known = meanings.get(key);
  if (known) return known;
  const meaning = meaningAt(name, place, target);
  // Names come from any text, those that are known from a table.
  if (meaning.kind === 'known') meanings.set(key, meaning);
  return meaning;
}

/** What a name means at a place. */
export function meaningAt(name: string, place: Place, { nginx: ranges }: Target): Meaning {
  const facts = directive(name);
  if (facts.length === 0) return { kind: 'unknown' };
  const oldest = Math.min(...ranges.map(({ min }) => min));
  const newest = Math.max(...ranges.map(({ max }) => max));
  const anywhere = facts.some(isHearsay) && !facts.some(isOwn);
  const fitting = facts.flatMap((fact) =>
    fact.forms.flatMap((form, i) => {
      const from = form.from ?? 0;
      const until = fact.forms[i + 1]?.from ?? (fact.last === undefined ? Number.POSITIVE_INFINITY : fact.last + 1);
      return anywhere || isHere(fact, form, place) ? [{ fact, form, from, until }] : [];
    }),
  );
  const readings = fitting.filter(({ from, until }) => ranges.some(({ min, max }) => max >= from && min < until));
  const later = fitting.filter(({ from }) => from > newest);
  if (readings.length > 0) return { kind: 'known', readings, later };
  if (later.length > 0)
    return {
      kind: 'later',
      facts: [...new Set(later.map(({ fact }) => fact))],
      since: Math.min(...later.map(({ from }) => from)),
    };
  const alive = facts.filter(({ last }) => last === undefined || last >= oldest);
  if (alive.length > 0) return { kind: 'elsewhere', facts: alive };
  return { kind: 'removed', facts, last: Math.max(...facts.map(({ last }) => last!)) };
}

export interface Place {
  /** Names of contexts it may be; undefined: any. */
  readonly contexts: readonly string[] | undefined;
  readonly ns: Directive['ns'];
}

/** What stands in a block (undefined: at the top), in the words of the table. */
export function placeIn(block: Directive | undefined, top: Top): Place {
  if (!block) return { contexts: top.context === undefined ? undefined : [top.context], ns: top.ns };
  const { name, parent, ns } = block;
  if (name !== 'if') return { contexts: [name], ns };
  const around = parent ? parent.name : top.context;
  if (around === 'server' || around === 'location') return { contexts: [`if in ${around}`], ns };
  return { contexts: ['if in server', 'if in location'], ns };
}

/** An empty list of contexts is not known, for modules without releases; in old tables it is a block that is gone. */
function isHere(fact: DirectiveFact, form: Form, place: Place): boolean {
  if (form.contexts.length === 0) return !isOwn(fact);
  return form.contexts.some((context) => fits(context, fact, place));
}

function fits(context: string, { namespace }: DirectiveFact, { contexts, ns }: Place): boolean {
  if (context === 'any' || contexts === undefined) return true;
  if (!contexts.includes(context)) return false;
  return namespace === 'core' || ns === undefined || ns === 'core' || namespace === ns;
}

/**
 * Whether a word is to be put in by something that runs before nginx: a template engine, envsubst, sed. In a file that is
 * called a template every variable may be.
 */
export function isPlaceholder({ text }: Word, { path }: Pick<ReachedFile, 'path'>): boolean {
  return placeholder.test(text) || (text.includes('$') && templateFile.test(path));
}

/** Whether an argument of a directive is one, so that nobody knows what it does. */
export function hasPlaceholder({ node, file }: Pick<Directive, 'node' | 'file'>): boolean {
  return node.args.some((word) => isPlaceholder(word, file));
}

/** Whether words are the description of what belongs there: `server <address of the first host>`. */
function isDescribed(words: readonly Word[]): boolean {
  if (words.length < 2) return false;
  let opened = false;
  for (const { text } of words) {
    if (opened ? /^[^<>]*>/.test(text) : text.startsWith('<') && /^<+[A-Za-z][^<>]*$/.test(text)) {
      if (opened) return true;
      opened = true;
    }
  }
  return false;
}

const placeholder =
  /\{\{|\}\}|\{%|<%|%>|\$\{[A-Z][A-Z0-9_]*[}:]|\$\(|@@|@\w+@|%%|%\w+%|%\{|__\w+__|\[\[|(?<!\(\?P?)<[A-Za-z][\w -]*>|#\{|(?<!\$)\{[A-Z][A-Z0-9_]+\}/;
const templateFile = /\.(?:template|templ|tmpl|tpl|j2|jinja2?|erb|epp|mustache|hbs|in|dist|sh|ctmpl)(?:\.conf)?$/i;
