import type { Word } from '../syntax.ts';
import type { Directive, Name, Reference } from './model.ts';
import type { Network } from './upstreams.ts';

export interface Symbols {
  definitions(name: Name): readonly Reference[];
  references(name: Name): readonly Reference[];
}

/** The directives that define a variable, and which of their words names it (from the end where negative). */
const definers: Readonly<Record<string, number>> = {
  map: 1,
  geo: -1,
  set: 0,
  split_clients: 1,
  auth_request_set: 0,
  js_set: 0,
  perl_set: 0,
};
/** The directives whose words may name a location (`@name`). */
const jumps = new Set(['error_page', 'try_files', 'post_action']);

/** Names and where they are used, for the whole configuration; built when first asked for. */
export function symbols(items: readonly Directive[], network: () => Network): Symbols {
  let tables: Record<'defined' | 'used', Map<string, Reference[]>> | undefined;
  const look = (table: 'defined' | 'used', name: Name) => {
    tables ??= index(items, network());
    return tables[table].get(keyOf(name.kind, name.name)) ?? [];
  };
  return { definitions: (name) => look('defined', name), references: (name) => look('used', name) };
}

function index(items: readonly Directive[], { upstreams, passes }: Network) {
  const defined = new Map<string, Reference[]>();
  const used = new Map<string, Reference[]>();
  const add = (table: Map<string, Reference[]>, kind: Name['kind'], name: string, directive: Directive, word: Word) => {
    const key = keyOf(kind, name);
    const list = table.get(key);
    if (list) list.push({ directive, word });
    else table.set(key, [{ directive, word }]);
  };
  for (const { directive, name } of upstreams) add(defined, 'upstream', name, directive, directive.node.args[0]!);
  for (const { directive, targets } of passes)
    for (const target of targets)
      if (target.kind === 'upstream') add(used, 'upstream', target.upstream.name, directive, directive.node.args[0]!);

  const stack = [items];
  for (let level = stack.pop(); level; level = stack.pop())
    for (const d of level) {
      if (d.children.length > 0) stack.push(d.children);
      const { name, args } = d.node;
      const at = definers[d.name];
      const definition = at === undefined ? undefined : args.at(at);
      if (d.name === 'location' && args[0]?.text.startsWith('@')) add(defined, 'location', args[0].text.slice(1), d, args[0]);
      for (const word of [name, ...args]) {
        if (jumps.has(d.name) && /^@\w/.test(word.text)) add(used, 'location', word.text.slice(1), d, word);
        if (!word.text.includes('$')) continue;
        if (word === definition) add(defined, 'variable', word.text.slice(1), d, word);
        else
          for (const variable of new Set([...word.text.matchAll(/\$\{?(\w+)/g)].map((m) => m[1]!)))
            add(used, 'variable', variable, d, word);
      }
    }
  return { defined, used };
}

/** Variables and upstreams are compared without regard to case, locations are not. */
const keyOf = (kind: Name['kind'], name: string) => `${kind} ${kind === 'location' ? name : name.toLowerCase()}`;
