import type { Target } from '../../core/version.ts';
import { expand } from './expand.ts';
import { inheritance } from './inheritance.ts';
import { meanings } from './meaning.ts';
import type { Nginx, NginxFiles, Pass, Sent } from './model.ts';
import { lookAt } from './reuse.ts';
import { symbols } from './symbols.ts';
import { type Network, network } from './upstreams.ts';
import { variables } from './variables.ts';

/** Pure. Everything but the expansion itself waits until a rule asks for it. */
export function build(files: NginxFiles, target: Target): Nginx {
  const { items, byName, open, truncated, files: reached } = expand(files);
  const { top } = files;
  const surroundings = {
    items,
    directives: (name: string) => byName.get(name) ?? [],
    isOpen: (block: Parameters<Nginx['isOpen']>[0]) => open.has(block),
    parentsKnown: top.parentsKnown,
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
  const values: Nginx['values'] = (word, scope, request) => variable().values(word, scope, request);
  return {
    target,
    top,
    items,
    files: reached,
    truncated,
    directives: surroundings.directives,
    meaning: meanings(top, target, new Set()),
    isOpen: surroundings.isOpen,
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
    ...symbols(items, net),
  };
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
