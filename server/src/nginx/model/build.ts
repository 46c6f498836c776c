import type { Target } from '../../core/version.ts';
import { expand } from './expand.ts';
import { isInclude } from './gather.ts';
import { inheritance } from './inheritance.ts';
import { meanings } from './meaning.ts';
import type { Nginx, NginxFiles, Pass, Sent } from './model.ts';
import { refusals } from './refusals.ts';
import { lookAt } from './reuse.ts';
import { symbols } from './symbols.ts';
import { type Network, network } from './upstreams.ts';
import { variables } from './variables.ts';

/** Pure. Everything but the expansion itself waits until a rule asks for it. */
export function build(files: NginxFiles, target: Target): Nginx {
  const { items, all, byName, open, truncated, files: reached } = expand(files);
  const { top, own } = files;
  const surroundings = {
    items,
    directives: (name: string) => byName.get(name) ?? [],
    isOpen: (block: Parameters<Nginx['isOpen']>[0]) => open.has(block),
    parentsKnown: top.parentsKnown,
    outer: top.outer,
  };
  const variable = lazy(() => variables(surroundings));
  const net = lazy<Network>(() =>
    network({
      directives: surroundings.directives,
      values: (word, scope) => variable().values(word, scope),
      complete: top.context === 'main' && !open.has(undefined) && !surroundings.directives('http').some((d) => open.has(d)),
    }),
  );
  const sent = new Map<Pass, Sent>();
  const effective = inheritance(surroundings);
  const meaning = meanings(all.length, top, target, own);
  const refused = lazy(() => refusals(all, meaning));
  const values: Nginx['values'] = (word, scope, request) => variable().values(word, scope, request);
  return {
    target,
    top,
    items,
    all,
    files: reached,
    truncated,
    directives: surroundings.directives,
    names: () => byName.keys(),
    meaning,
    get refusals() {
      return refused();
    },
    included: ({ node }) => (isInclude(node) ? files.includes.get(node.args[0]!.text) : undefined),
    isOpen: surroundings.isOpen,
    hasGaps: open.size > 0,
    effective,
    values,
    maps: (name) => variable().maps(name),
    get upstreams() {
      return net().upstreams;
    },
    get passes() {
      return net().passes;
    },
    sent(pass) {
      let answer = sent.get(pass);
      if (!answer) {
        answer = lookAt({ effective, values }, pass);
        sent.set(pass, answer);
      }
      return answer;
    },
    ...symbols({ all, files: reached, directives: surroundings.directives }, net),
  };
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
