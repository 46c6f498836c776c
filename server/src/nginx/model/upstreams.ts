import { type Directive, enclosing, type Pass, type PassTarget, type Upstream, type Values } from './model.ts';

/** Directives that hand a request to an upstream, and whether their address begins with a scheme. */
const passNames = ['proxy_pass', 'grpc_pass', 'fastcgi_pass', 'uwsgi_pass', 'scgi_pass', 'memcached_pass'] as const;

export interface Network {
  readonly upstreams: readonly Upstream[];
  readonly passes: readonly Pass[];
}

export interface Names {
  directives(name: string): readonly Directive[];
  values(word: string, scope: Directive | undefined): Values;
  /** Every upstream is known: a name that is none is a host. */
  readonly complete: boolean;
}

/** Joins upstreams with what leads to them. */
export function network({ directives, values, complete }: Names): Network {
  const upstreams: (Upstream & { passes: Pass[] })[] = [];
  const byName = new Map<string, Upstream & { passes: Pass[] }>();
  for (const directive of directives('upstream')) {
    const name = directive.node.args[0]?.text;
    const { ns } = directive;
    if (!directive.node.block || !name || (ns !== 'http' && ns !== 'stream')) continue;
    const keepalive = directive.children.findLast((d) => d.name === 'keepalive');
    const upstream = { name, directive, ns, keepalive, passes: [] };
    upstreams.push(upstream);
    // nginx compares names without regard to case and refuses a second one.
    if (!byName.has(keyOf(ns, name))) byName.set(keyOf(ns, name), upstream);
  }
  const constants = { http: new Map<string, Constant>(), stream: new Map<string, Constant>() };
  const passes: Pass[] = [];
  for (const name of passNames)
    for (const directive of directives(name)) {
      const address = directive.node.args[0]?.text;
      if (address === undefined || directive.node.block) continue;
      const pass = resolve(directive, address);
      passes.push(pass);
      for (const target of pass.targets)
        if (target.kind === 'upstream') (target.upstream as Upstream & { passes: Pass[] }).passes.push(pass);
    }
  return { upstreams, passes };

  function resolve(directive: Directive, word: string): Pass {
    const ns = directive.ns === 'stream' ? 'stream' : 'http';
    const address = withoutPath(word);
    if (!address.includes('$')) return { directive, literal: true, complete: true, ...constant(address, ns) };
    const found = values(address, directive.parent);
    const targets = new Map<string, PassTarget>();
    const schemes = new Set<string | undefined>();
    for (const { text } of found.known) {
      const { scheme, authority } = split(withoutPath(text));
      schemes.add(scheme);
      if (authority !== '' && !targets.has(authority)) targets.set(authority, targetOf(authority, ns));
    }
    const scheme = schemes.size === 1 ? [...schemes][0] : undefined;
    return { directive, scheme, literal: false, targets: [...targets.values()], complete: found.complete };
  }

  /** Most addresses are written many times. */
  function constant(address: string, ns: 'http' | 'stream'): Constant {
    let known = constants[ns].get(address);
    if (!known) {
      const { scheme, authority } = split(address);
      known = { scheme, targets: authority === '' ? [] : [targetOf(authority, ns)] };
      constants[ns].set(address, known);
    }
    return known;
  }

  function targetOf(authority: string, ns: 'http' | 'stream'): PassTarget {
    if (/^unix:/i.test(authority)) return { kind: 'address', host: authority, port: undefined, unix: true };
    const [, host, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(authority) ?? [authority, authority];
    const upstream = port === undefined ? byName.get(keyOf(ns, authority)) : undefined;
    if (upstream) return { kind: 'upstream', upstream };
    // A name with a port is never an upstream: nginx refuses the port.
    if (complete || port !== undefined || /^(?:\[.*\]|[\d.]+)$/.test(host!))
      return { kind: 'address', host: host!, port, unix: false };
    return { kind: 'name', name: authority };
  }
}

type Constant = Pick<Pass, 'scheme' | 'targets'>;

const keyOf = (ns: string, name: string) => `${ns} ${name.toLowerCase()}`;

/** An address up to where its path begins: at a `/`, or at a variable that holds a path. */
export function withoutPath(address: string): string {
  const slashes = address.indexOf('://');
  const from = slashes < 0 ? 0 : slashes + 3;
  if (address.startsWith('unix:', from)) {
    const end = address.indexOf(':', from + 5);
    return end < 0 ? address : address.slice(0, end);
  }
  for (let i = from; i < address.length; i++) {
    const c = address[i];
    if (c === '/' || c === '?' || (c === '$' && pathVariable.test(address.slice(i, i + 16)))) return address.slice(0, i);
  }
  return address;
}

const pathVariable = /^\$\{?(?:request_uri|uri|document_uri|is_args|args)\b/;

function split(address: string): { scheme: string | undefined; authority: string } {
  const slashes = address.indexOf('://');
  return slashes < 0
    ? { scheme: undefined, authority: address }
    : { scheme: address.slice(0, slashes).toLowerCase(), authority: address.slice(slashes + 3) };
}

/** The location that a pass belongs to: an `if` or `limit_except` around it takes no headers of its own. */
export function locationOf(pass: Pass): Directive | undefined {
  const { parent } = pass.directive;
  return parent?.name === 'location' ? parent : enclosing(parent, 'location');
}
