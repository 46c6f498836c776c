import type { Edit } from '../../core/text.ts';
import { insertBefore, mostCopied, replaceWord, sourceOf, standIn } from './edits.ts';
import { type Directive, enclosing, type Nginx, type Pass } from './model.ts';
import { headerLines, poolOf, targets } from './reuse.ts';
import { blockText } from './upgrade-map.ts';
import { locationOf, withoutPath } from './upstreams.ts';

/**
 * Edits that put the address of a `proxy_pass` into an upstream with a pool. The name of the upstream would show: in
 * `$proxy_host` (the Host header, the name that TLS asks for) and in what `proxy_redirect` looks for. All of it is pinned to
 * the address. undefined where that cannot be done for certain.
 */
export function wrapInUpstream(nginx: Nginx): (pass: Pass, host: string, port: string | undefined) => Edit[] | undefined {
  const old = targets(nginx.target, 'old');
  const freeName = freeNames(nginx);
  let simple: Map<string, string> | undefined;
  let places: Map<string, Directive> | undefined;
  return wrap;

  function wrap(pass: Pass, host: string, port: string | undefined): Edit[] | undefined {
    const { directive, scheme } = pass;
    const location = locationOf(pass);
    if (!location || !placeOf(pass)) return undefined;
    if (scheme !== 'http' && scheme !== 'https') return undefined;
    if (directive.via !== location.via || directive.file.times > 1) return undefined;

    const shown = port === undefined || port === (scheme === 'https' ? '443' : '80') ? host : `${host}:${port}`;
    const settings = pins(nginx, location, pass, shown, host, 'pool');
    const url = urlEdit(pass, host, port);
    if (!settings || !url) return undefined;
    const address = port === undefined && scheme === 'https' ? `${host}:443` : port === undefined ? host : `${host}:${port}`;
    const known = existing(address);
    const name = known ?? freeName(host, port);
    const place = known === undefined ? firstPlace(name) : undefined;
    const lines = [`server ${address};`, ...(old ? ['keepalive 32;'] : [])];
    const statements = settings.statements;
    const anchor = anchorIn(directive, location);
    return [
      ...(place ? [insertBefore(place, [blockText(place, `upstream ${name}`, lines)])] : []),
      ...(statements.length > 0 ? [insertBefore(anchor, statements)] : []),
      ...settings.edits,
      url(name),
    ];
  }

  /** In front of what the upstream of a pass can stand: its server, or the include that brings that in. */
  function placeOf(pass: Pass): Directive | undefined {
    const server = enclosing(pass.directive, 'server');
    const place = server && standIn(server, server.parent);
    if (!server || !place || (server.parent && server.parent.name !== 'http')) return undefined;
    return server.file.times > 1 || place.file.times > 1 ? undefined : place;
  }

  /** One place for all that would choose the same name: fixes of two passes overlap there, and the second one finds it made. */
  function firstPlace(name: string): Directive | undefined {
    if (!places) {
      places = new Map();
      for (const pass of nginx.passes) {
        const [target] = pass.targets;
        const place = pass.directive.name === 'proxy_pass' ? placeOf(pass) : undefined;
        if (!place || !pass.literal || target?.kind !== 'address') continue;
        const key = freeName(target.host, target.port);
        if (!places.has(key)) places.set(key, place);
      }
    }
    return places.get(name);
  }

  /** An upstream that consists of just this address. */
  function existing(address: string): string | undefined {
    if (!simple) {
      simple = new Map();
      for (const upstream of nginx.upstreams) {
        const { ns, directive, name } = upstream;
        const servers = directive.children.filter((d) => d.name === 'server');
        const plain = servers.length === 1 && servers[0]!.node.args.length === 1;
        const rest = directive.children.every((d) => d.name === 'server' || d.name.startsWith('keepalive'));
        if (ns === 'http' && plain && rest && !nginx.isOpen(directive) && poolOf(upstream, nginx) === 'always')
          simple.set(servers[0]!.node.args[0]!.text, name);
      }
    }
    return simple.get(address);
  }
}

/**
 * What a location has to say itself once its `proxy_pass` names an upstream instead of an address: in `$proxy_host` (the Host
 * header), in the name that TLS asks for and in what `proxy_redirect` looks for, the name would show. With a pool also what
 * keeps connections. undefined where something is said already that depends on the address.
 */
export function pins(nginx: Nginx, location: Directive, pass: Pass, shown: string, host: string, pool: 'pool' | 'none') {
  const statements: string[] = [];
  const edits: Edit[] = [];
  const at = pass.directive.parent;
  const { version, headers, connection } = nginx.sent(pass);
  const mine = headers.level === location;
  if (!headers.certain || !headers.complete) return undefined;
  if (!mine && headers.directives.length > mostCopied) return undefined;
  const old = pool === 'pool' && targets(nginx.target, 'old');
  if (pool === 'pool') {
    const spoken = version.directives[0]?.node.args[0]?.text;
    if (!version.certain || (spoken !== undefined && spoken !== '1.1')) return undefined;
    if (spoken === undefined && old) statements.push('proxy_http_version 1.1;');
    if (connection.some((d) => d.node.args[1]?.text !== '')) return undefined;
  }

  const additions: string[] = [];
  if (headerLines(headers, 'host').length === 0) additions.push(`proxy_set_header Host ${shown};`);
  if (connection.length === 0 && old) additions.push('proxy_set_header Connection "";');
  const showing = headers.directives.some((d) => d.node.args.some((w) => proxyHost.test(w.text)));
  if (headers.directives.some((d) => d.node.args.some((w) => /\$\{?proxy_port\b/.test(w.text)))) return undefined;
  if (mine && showing) {
    for (const d of headers.directives) {
      const value = d.node.args[1];
      if (!value || !proxyHost.test(value.text)) continue;
      if (value.text !== '$proxy_host' || d.file.times > 1) return undefined;
      edits.push(replaceWord(d, value, shown));
    }
  }
  if (!mine && headers.directives.length > 0 && (additions.length > 0 || showing))
    for (const d of headers.directives) {
      const text = sourceOf(d, location.file)?.replace(/\$(?:proxy_host\b|\{proxy_host\})/g, shown);
      if (text === undefined) return undefined;
      statements.push(text);
    }
  statements.push(...additions);

  if (pass.scheme === 'https') {
    const name = nginx.effective('proxy_ssl_name', at);
    if (!name.certain || proxyHost.test(name.directives[0]?.node.args[0]?.text ?? '')) return undefined;
    if (name.directives.length === 0) statements.push(`proxy_ssl_name ${host};`);
  }
  const redirect = nginx.effective('proxy_redirect', at);
  if (!redirect.certain || redirect.directives.some((d) => d.node.args[0]?.text === 'default')) return undefined;
  // nginx rewrites no redirects by default where the address holds variables.
  if (redirect.directives.length === 0 && !pass.directive.node.args[0]!.text.includes('$')) {
    const rewritten = redirectFor(location, pass);
    if (rewritten === undefined) return undefined;
    statements.push(rewritten);
  }
  return { statements, edits };
}

/** Names for upstreams that no other address in the configuration could be taken for. */
export function freeNames(nginx: Nginx): (host: string, port: string | undefined) => string {
  let taken: Set<string> | undefined;
  return (host, port) => {
    taken ??= new Set([
      ...nginx.upstreams.map((u) => u.name.toLowerCase()),
      ...nginx.passes.flatMap((p) =>
        p.targets.map((t) => (t.kind === 'address' ? t.host : t.kind === 'name' ? t.name : '').toLowerCase()),
      ),
    ]);
    const words = host.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
    const stem = `${/^[A-Za-z]/.test(words) ? words : `backend_${words}`}${port === undefined ? '' : `_${port}`}`;
    const base = stem === host ? `${stem}_backend` : stem;
    for (let n = 1; ; n++) {
      const name = n === 1 ? base : `${base}_${n}`;
      if (!taken.has(name.toLowerCase())) return name;
    }
  };
}

const proxyHost = /\$\{?proxy_host\b/;

/** The statement of a location that a directive is, or is a part of. */
export function anchorIn(d: Directive, location: Directive): Directive {
  let at = d;
  while (at.parent && at.parent !== location) at = at.parent;
  return at;
}

/** Replaces the address within the word; undefined where the word is not written as it is read. */
export function urlEdit(
  { directive, scheme }: Pass,
  host: string,
  port: string | undefined,
): ((name: string) => Edit) | undefined {
  const word = directive.node.args[0]!;
  const { text } = directive.file.source;
  const start = word.start + (word.quote ? 1 : 0) + (scheme === undefined ? 0 : scheme.length + 3);
  const authority = port === undefined ? host : `${host}:${port}`;
  if (text.slice(start, start + authority.length) !== authority) return undefined;
  // A colon ends the path of a socket, not the name of an upstream.
  const colon = /^unix:/i.test(host) && text[start + authority.length] === ':' ? 1 : 0;
  return (name) => ({ at: { file: directive.file.path, start, end: start + authority.length + colon }, text: name });
}

/** What `proxy_redirect default` means for the address. */
function redirectFor(location: Directive, { directive }: Pass): string | undefined {
  const url = directive.node.args[0]!.text;
  if (/[\s;{}'"\\]/.test(url)) return undefined;
  const path = url.slice(withoutPath(url).length).replace(/^:/, '');
  if (path === '') return `proxy_redirect ${url}/ /;`;
  const { args } = location.node;
  const prefix = args.length === 1 ? args[0]!.text : /^(?:=|\^~)$/.test(args[0]?.text ?? '') ? args[1]!.text : undefined;
  if (directive.parent !== location || prefix === undefined || !/^\/[^\s;{}'"$\\]*$/.test(prefix)) return undefined;
  return `proxy_redirect ${url} ${prefix};`;
}
