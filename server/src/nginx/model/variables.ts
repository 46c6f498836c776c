import type { Word } from '../syntax.ts';
import type { Surroundings } from './inheritance.ts';
import { type Directive, enclosing, type PossibleValue, type Request, type Values, type VariableMap } from './model.ts';

/** More combinations than this say no more than "anything". */
const most = 64;
const deepest = 10;
/** Words that are followed for one question. */
const enough = 2000;
const unknown: Values = { known: [], complete: false };

/** The parts of a word: even ones are text, odd ones names of variables. */
export function splitVariables(word: string): string[] {
  const parts: string[] = [];
  let last = 0;
  for (const m of word.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)) {
    parts.push(word.slice(last, m.index), (m[1] ?? m[2])!);
    last = m.index + m[0].length;
  }
  return [...parts, word.slice(last)];
}

/** What variables may hold, as far as `map`, `set`, `geo` and `split_clients` with constants define them. */
export function variables({ directives, isOpen, parentsKnown }: Surroundings) {
  const mapsByName = groupMaps();
  const setsByName = groupSets();
  const listsByName = groupLists();
  let others: Set<string> | undefined;
  const answers = new Map<string, Values>();
  let scripts: Set<Directive | undefined> | undefined;
  let budget = 0;

  return { maps: (name: string): readonly VariableMap[] => mapsByName.get(name.toLowerCase()) ?? [], values };

  function values(word: string, scope: Directive | undefined, request: Request = 'any'): Values {
    budget = enough;
    return read(word, scope, request, deepest);
  }

  function read(word: string, scope: Directive | undefined, request: Request, depth: number): Values {
    if (!word.includes('$')) return { known: [{ text: word, from: [] }], complete: true };
    if (budget-- <= 0) return unknown;
    const parts = splitVariables(word);
    let known: PossibleValue[] = [{ text: parts[0]!, from: [] }];
    let complete = true;
    for (let i = 1; i < parts.length; i += 2) {
      const inner = valuesOf(parts[i]!.toLowerCase(), scope, request, depth);
      complete &&= inner.complete;
      if (known.length * inner.known.length > most) return unknown;
      known = known.flatMap((a) =>
        inner.known.map((b) => ({ text: a.text + b.text + parts[i + 1]!, from: [...a.from, ...b.from] })),
      );
    }
    return { known, complete };
  }

  function valuesOf(name: string, scope: Directive | undefined, request: Request, depth: number): Values {
    if (name === 'http_upgrade' && request === 'ordinary') return { known: [{ text: '', from: [] }], complete: true };
    if (name === 'scheme') return union(['http', 'https'].map((text) => ({ known: [{ text, from: [] }], complete: true })));
    others ??= otherDefiners();
    if (depth === 0 || others.has(name)) return unknown;
    const sets = setsByName.get(name);
    if (sets) return setValues(sets, mapsByName.has(name), scope, request, depth);
    const key = `${request} ${name}`;
    let answer = answers.get(key);
    if (!answer) {
      // Maps that lead in a circle find no value on the way.
      answers.set(key, unknown);
      answer = union([...(mapsByName.get(name) ?? []).map((m) => mapValues(m, request, depth)), ...listValues(name)]);
      answers.set(key, answer);
    }
    return answer;
  }

  function mapValues(map: VariableMap, request: Request, depth: number): Values {
    const source = read(map.source.text, undefined, request, depth - 1);
    const chosen = new Set<Directive | undefined>();
    const { children } = map.directive;
    const certain =
      !isOpen(map.directive) && !children.some((c) => c.node.name.text === 'hostnames' && c.node.args.length === 0);
    if (source.complete && certain) for (const { text } of source.known) for (const e of choose(map, text)) chosen.add(e);
    else {
      for (const e of map.entries) chosen.add(e);
      if (!defaultOf(map)) chosen.add(undefined);
    }
    if (chosen.size > most) return unknown;
    const all = union(
      [...chosen].map((entry) => {
        if (!entry) return { known: [{ text: '', from: [map.directive] }], complete: true };
        const value = read(entry.node.args[0]!.text, undefined, request, depth - 1);
        return { known: value.known.map((v) => ({ text: v.text, from: [entry, ...v.from] })), complete: value.complete };
      }),
    );
    return isOpen(map.directive) ? { ...all, complete: false } : all;
  }

  function* listValues(name: string): Iterable<Values> {
    for (const d of listsByName.get(name) ?? []) {
      const lines = d.children.filter(({ node }) => node.args.length === 1 && !geoSettings.has(node.name.text));
      const rest = lines.some(({ node }) => node.name.text === (d.name === 'geo' ? 'default' : '*'));
      yield {
        known: [
          ...lines.map((line) => ({ text: line.node.args[0]!.text, from: [line] })),
          ...(rest ? [] : [{ text: '', from: [d] }]),
        ],
        complete: !isOpen(d) && lines.length < most && !lines.some(({ node }) => node.args[0]!.text.includes('$')),
      };
    }
  }

  /** All that the server's `set` directives may leave; those of the location itself where it has an unconditional one. */
  function setValues(sets: Sets, mapped: boolean, scope: Directive | undefined, request: Request, depth: number): Values {
    const location = innermost(scope, 'location');
    const server = innermost(scope, 'server');
    const here = location ? sets.byLocation.get(location) : undefined;
    const certain = here?.some((d) => d.parent === location) ?? false;
    const relevant = certain ? here! : (sets.byServer.get(server) ?? []);
    if (relevant.length > most) return unknown;
    const all = union(
      relevant.map((d) => {
        const value = read(d.node.args[1]!.text, scope, request, depth - 1);
        return { known: value.known.map((v) => ({ text: v.text, from: [d, ...v.from] })), complete: value.complete };
      }),
    );
    const sure = certain ? !isOpen(location) : server !== undefined && !isOpen(server) && !isOpen(location) && parentsKnown;
    return { known: all.known, complete: all.complete && sure && !mapped && !scripted(server) };
  }

  function scripted(server: Directive | undefined): boolean {
    return scriptedServers().has(server);
  }

  /** Servers in which a script may set any variable. */
  function scriptedServers(): Set<Directive | undefined> {
    scripts ??= new Set(
      ['access', 'rewrite', 'server_rewrite', 'set', 'precontent']
        .flatMap((phase) => ['', '_block', '_file'].map((form) => `${phase}_by_lua${form}`))
        .concat('js_access', 'perl', 'js_content')
        .flatMap((name) => [...directives(name)])
        .flatMap((d) => {
          const server = enclosing(d, 'server');
          return server ? [server] : [undefined, ...directives('server')];
        }),
    );
    return scripts;
  }

  function groupMaps(): Map<string, VariableMap[]> {
    const groups = new Map<string, VariableMap[]>();
    for (const directive of directives('map')) {
      const [source, variable] = directive.node.args;
      if (!directive.node.block || !source || !variable) continue;
      const entries = directive.children.filter(({ node }) => node.args.length > 0 && node.name.text !== 'include');
      push(groups, nameOf(variable), { directive, source, variable, entries });
    }
    return groups;
  }

  function groupLists(): Map<string, Directive[]> {
    const groups = new Map<string, Directive[]>();
    for (const d of [...directives('geo'), ...directives('split_clients')]) {
      const variable = d.node.args.at(-1);
      if (d.node.block && variable) push(groups, nameOf(variable), d);
    }
    return groups;
  }

  function groupSets(): Map<string, Sets> {
    const groups = new Map<string, Sets>();
    for (const d of directives('set')) {
      const [variable, value] = d.node.args;
      if (!variable || !value) continue;
      const name = nameOf(variable);
      let sets = groups.get(name);
      if (!sets) {
        sets = { byServer: new Map(), byLocation: new Map() };
        groups.set(name, sets);
      }
      push(sets.byServer, enclosing(d, 'server'), d);
      const location = enclosing(d, 'location');
      if (location) push(sets.byLocation, location, d);
    }
    return groups;
  }

  /** Variables that something else defines: their values are not in the configuration. */
  function otherDefiners(): Set<string> {
    const found = new Set<string>();
    for (const name of definers)
      for (const d of directives(name)) for (const arg of d.node.args) if (arg.text.startsWith('$')) found.add(nameOf(arg));
    for (const name of ['location', 'server_name', 'if', 'rewrite', 'map'])
      for (const d of directives(name))
        for (const word of name === 'map' ? d.children.map((c) => c.node.name) : d.node.args)
          if (word.text.includes('(?'))
            for (const m of word.text.matchAll(/\(\?P?[<'](\w+)[>']/g)) found.add(m[1]!.toLowerCase());
    return found;
  }
}

interface Sets {
  readonly byServer: Map<Directive | undefined, Directive[]>;
  readonly byLocation: Map<Directive, Directive[]>;
}

const definers = [
  'auth_request_set',
  'js_set',
  'js_var',
  'perl_set',
  'set_by_lua',
  'set_by_lua_block',
  'set_by_lua_file',
  'set_escape_uri',
  'set_unescape_uri',
  'set_random',
  'set_formatted_local_time',
  'geoip2',
  'array_join',
  'eval',
];

const geoSettings = new Set(['include', 'delete', 'proxy', 'proxy_recursive', 'ranges', 'volatile']);

const nameOf = (variable: Word) => variable.text.replace(/^\$/, '').toLowerCase();

function innermost(scope: Directive | undefined, name: string): Directive | undefined {
  return scope?.name === name ? scope : enclosing(scope, name);
}

const defaultOf = (map: VariableMap) => map.entries.findLast(({ node }) => node.name.text === 'default');

/** The entries that a source value may choose: an exact one, else the first matching expression, else the default. */
function choose(map: VariableMap, value: string): (Directive | undefined)[] {
  const wanted = value.toLowerCase();
  const expressions: Directive[] = [];
  for (const entry of map.entries) {
    const key = entry.node.name.text;
    if (key.startsWith('~')) expressions.push(entry);
    else if (key !== 'default' && key.replace(/^\\/, '').toLowerCase() === wanted) return [entry];
  }
  const possible: (Directive | undefined)[] = [];
  for (const entry of expressions) {
    const hit = value === '' ? matchesEmpty(entry.node.name.text) : undefined;
    if (hit !== false) possible.push(entry);
    if (hit) return possible;
  }
  return [...possible, defaultOf(map)];
}

/** Whether `~expression` matches the empty text; undefined where JavaScript reads it differently than PCRE. */
function matchesEmpty(key: string): boolean | undefined {
  try {
    return new RegExp(key.replace(/^~\*?/, '')).test('');
  } catch {
    return undefined;
  }
}

/** Equal texts are one value, with the first of their origins. */
function union(all: readonly Values[]): Values {
  const known = new Map<string, PossibleValue>();
  for (const values of all) for (const v of values.known) if (!known.has(v.text)) known.set(v.text, v);
  return { known: [...known.values()], complete: all.length > 0 && all.every((v) => v.complete) };
}

function push<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}
