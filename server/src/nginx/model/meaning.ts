import type { Target, Version } from '../../core/version.ts';
import { type DirectiveFact, directive, type Form } from '../facts/directives.ts';
import type { Word } from '../syntax.ts';
import type { Directive, ReachedFile, Top } from './model.ts';

/**
 * What `ngx_conf_handler` finds for a directive's name and place before it looks at its form, its arguments and their
 * values, over all targeted releases.
 */
export type Meaning =
  /** Nothing can be said: a line of a map, a placeholder of a template, inside a block that nginx itself does not have or refuses. */
  | { readonly kind: 'free' }
  /** A name that nobody has. */
  | { readonly kind: 'unknown' }
  /** The readings of some targeted release that fit the place; more than one where releases or places that are possible differ. */
  | { readonly kind: 'known'; readonly readings: readonly Reading[] }
  /** Some release allows it elsewhere, none here. */
  | { readonly kind: 'elsewhere'; readonly facts: readonly DirectiveFact[] }
  /** Allowed here, but only in releases after all targeted ones; `since` is the first of them. */
  | { readonly kind: 'later'; readonly facts: readonly DirectiveFact[]; readonly since: Version }
  /** Allowed here, but only in releases before all targeted ones. */
  | { readonly kind: 'removed'; readonly facts: readonly DirectiveFact[]; readonly last: Version };

export interface Reading {
  readonly fact: DirectiveFact;
  readonly form: Form;
}

export type Meanings = (d: Directive) => Meaning;

/** `known` are names that the user's own modules bring. */
export function meanings(top: Top, target: Target, known: ReadonlySet<string>): Meanings {
  const found = new Map<Directive, Meaning>();
  const readable = new Map<Directive, boolean>();
  return (d) => {
    let meaning = found.get(d);
    if (!meaning) {
      meaning = inReadable(d.parent) ? look(d, top, target, known) : free;
      found.set(d, meaning);
    }
    return meaning;
  };

  /** Whether nginx reads what stands in a block as directives of its own; blocks may be nested as deep as the text is long. */
  function inReadable(block: Directive | undefined): boolean {
    const path: Directive[] = [];
    let b = block;
    for (; b && !readable.has(b); b = b.parent) path.push(b);
    let answer = b ? readable.get(b)! : true;
    for (const d of path.reverse()) {
      answer &&= opens(d);
      readable.set(d, answer);
    }
    return answer;
  }

  function opens(d: Directive): boolean {
    if (d.node.block?.kind !== 'directives') return false;
    const meaning = look(d, top, target, known);
    return meaning.kind === 'known' && meaning.readings.some(({ form }) => form.block);
  }
}

const free: Meaning = { kind: 'free' };

function look(d: Directive, top: Top, { nginx: ranges }: Target, own: ReadonlySet<string>): Meaning {
  if (isPlaceholder(d.node.name, d.file)) return free;
  const facts = directive(d.name);
  if (facts.length === 0) return own.has(d.name) ? free : { kind: 'unknown' };
  const place = placeOf(d, top);
  const here = (fact: DirectiveFact, form: Form) =>
    form.contexts.length === 0 ? fact.first === undefined : form.contexts.some((context) => fits(context, fact, place));
  const fitting = facts.flatMap((fact) =>
    fact.forms.flatMap((form, i) => {
      if (!here(fact, form)) return [];
      const next = fact.forms[i + 1]?.from;
      return [
        {
          fact,
          form,
          from: form.from ?? 0,
          until: next ?? (fact.last === undefined ? Number.POSITIVE_INFINITY : fact.last + 1),
        },
      ];
    }),
  );
  if (fitting.length === 0) return own.has(d.name) ? free : { kind: 'elsewhere', facts };
  const readings = fitting.filter(({ from, until }) => ranges.some(({ min, max }) => max >= from && min < until));
  if (readings.length > 0) return { kind: 'known', readings };
  if (own.has(d.name)) return free;
  const newest = Math.max(...ranges.map(({ max }) => max));
  const since = Math.min(...fitting.map(({ from }) => from).filter((from) => from > newest));
  const places = [...new Set(fitting.map(({ fact }) => fact))];
  if (since !== Number.POSITIVE_INFINITY) return { kind: 'later', facts: places, since };
  return { kind: 'removed', facts: places, last: Math.max(...fitting.map(({ until }) => until - 1)) };
}

interface Place {
  /** Names of contexts it may be; undefined: any. */
  readonly contexts: readonly string[] | undefined;
  readonly ns: Directive['ns'];
}

/** Where a directive stands, in the words of the table. */
function placeOf(d: Directive, top: Top): Place {
  const { parent, ns } = d;
  if (!parent) return { contexts: top.context === undefined ? undefined : [top.context], ns: top.ns ?? ns };
  if (parent.name !== 'if') return { contexts: [parent.name], ns };
  const around = parent.parent ? parent.parent.name : top.context;
  if (around === 'server' || around === 'location') return { contexts: [`if in ${around}`], ns };
  return { contexts: ['if in server', 'if in location'], ns };
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

const placeholder = /\{\{|\}\}|\{%|<%|%>|\$\{[A-Z][A-Z0-9_]*[}:]|\$\(|@@|@\w+@|%%|%\w+%|%\{|__\w+__|\[\[|<[A-Za-z][\w -]*>|#\{/;
const templateFile = /\.(?:template|templ|tmpl|tpl|j2|jinja2?|erb|epp|mustache|hbs|in|dist|sh|ctmpl)(?:\.conf)?$/i;
