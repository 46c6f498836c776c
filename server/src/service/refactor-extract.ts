import { once } from '../core/once.ts';
import type { Statement } from '../core/rule.ts';
import { say, texts } from '../core/statement.ts';
import { type Edit, shorten } from '../core/text.ts';
import { all, any, since } from '../core/version.ts';
import { indentation, insertBefore, lineBreak } from '../nginx/model/edits.ts';
import { type Directive, enclosing, type Nginx, type Pass, type PassTarget, spanOf, wordsOf } from '../nginx/model/model.ts';
import { eras, headerLines } from '../nginx/model/reuse.ts';
import { blockText } from '../nginx/model/upgrade-map.ts';
import { locationOf } from '../nginx/model/upstreams.ts';
import { anchorIn, freeNames, pins, urlEdit } from '../nginx/model/wrap.ts';
import { type Refactoring, refusals } from './refactoring.ts';

type Address = Extract<PassTarget, { readonly kind: 'address' }>;

/**
 * Puts the address that a pass names into an upstream of its own, once or for every pass to that address. Servers get the
 * requests that they got: where the name of the upstream would show (`Host`, TLS, redirects), the address is written there, or
 * the upstream is called like the host.
 */
export function extractions(nginx: Nginx, d: Directive): readonly Refactoring[] {
  const pass = /_pass$/.test(d.name) ? nginx.passes.find((p) => p.directive === d) : undefined;
  const address = pass && addressOf(pass);
  if (!pass || !address || nginx.truncated) return [];
  const kind = 'extract';
  const alike = nginx.passes.filter((p) => isAlike(p, pass));
  if (canKeepName(nginx, pass, address)) {
    const name = address.host;
    const title = titleOf(nginx, 'one', name, alike);
    const refused = refusalOfPlace(pass);
    return [{ id: 'upstream', kind, title, refused, edits: () => [upstream(nginx, alike, name)] }];
  }
  const name = nameFor(nginx, address);
  const offer = (id: string, passes: readonly Pass[], count: 'one' | 'many'): Refactoring => {
    const made = passes.map((p) => planFor(nginx, p));
    const refused = made.find((plan) => 'text' in plan);
    const edits = () => [upstream(nginx, passes, name), ...made.flatMap((plan) => ('text' in plan ? [] : plan.edits(name)))];
    return { id, kind, title: titleOf(nginx, count, name, passes), refused, edits };
  };
  return [offer('upstream', [pass], 'one'), ...(alike.length > 1 ? [offer('upstreamEverywhere', alike, 'many')] : [])];
}

/** undefined where a pass leads to an upstream, to what a variable holds, or to a name that may be an upstream. */
function addressOf({ literal, targets }: Pass): Address | undefined {
  const [target] = targets;
  return literal && targets.length === 1 && target?.kind === 'address' && target.host !== '' ? target : undefined;
}

const isAlike = (a: Pass, b: Pass) =>
  a.directive.ns === b.directive.ns && addressOf(a) !== undefined && serverAddress(a) === serverAddress(b);

/** As `server` in an upstream takes it, where there is no default but port 80. */
function serverAddress(pass: Pass): string {
  const { host, port } = addressOf(pass)!;
  if (port !== undefined) return `${host}:${port}`;
  return pass.scheme === 'https' ? `${host}:443` : host;
}

function nameFor(nginx: Nginx, { host, port, unix }: Address): string {
  if (!unix) return freeNames(nginx)(host, port);
  const file = host.slice(host.lastIndexOf('/') + 1).replace(/\.(?:sock|socket)$/, '');
  return freeNames(nginx)(/[A-Za-z]/.test(file) ? file : 'backend', undefined);
}

/**
 * Whether an upstream may be called like the host: nothing shows then. nginx takes every pass to that name for the upstream
 * (`ngx_http_upstream_add`), and none with a port.
 */
function canKeepName(nginx: Nginx, pass: Pass, { host, port, unix }: Address): boolean {
  if (pass.directive.name !== 'proxy_pass' || pass.directive.ns !== 'http') return false;
  if (port !== undefined || unix || !/^[\w.-]+$/.test(host) || nginx.hasGaps || nginx.top.context !== 'main') return false;
  return nginx.passes.every((p) => {
    if (p.directive.ns !== 'http') return true;
    const other = addressOf(p);
    if (!p.complete || (!p.literal && p.targets.some((t) => t.kind !== 'upstream'))) return false;
    if (other?.host.toLowerCase() !== host.toLowerCase()) return true;
    // With variables in its path, a name is resolved for each request.
    const late = p.directive.node.args[0]!.text.includes('$') && !isIp(host);
    return p.directive.name === 'proxy_pass' && other.port === undefined && p.scheme === pass.scheme && !late;
  });
}

const isIp = (host: string) => /^(?:\d+(?:\.\d+){3}|\[.*\])$/.test(host);

interface Plan {
  edits(name: string): readonly Edit[];
}

/** Hundreds of passes may lead to one address, and the cursor moves on. */
const plans = new WeakMap<Pass, Plan | Statement>();

function planFor(nginx: Nginx, pass: Pass): Plan | Statement {
  const plan = plans.get(pass) ?? makePlan(nginx, pass);
  plans.set(pass, plan);
  return plan;
}

/** What to write so that a pass names an upstream and nothing shows of it, or why that cannot be. */
function makePlan(nginx: Nginx, pass: Pass): Plan | Statement {
  const { directive, scheme } = pass;
  const { host, port, unix } = addressOf(pass)!;
  const place = refusalOfPlace(pass);
  if (place) return place;
  const url = urlEdit(pass, host, port);
  if (directive.file.tree.problems.length > 0) return say(refusals.broken, {});
  if (!url || directive.file.times > 1) return say(refusals.shared, { place: { place: spanOf(directive) } });
  if (!unix && !isIp(host) && directive.node.args[0]!.text.includes('$')) return say(words.late, { host });

  const settings = settingsFor(nginx, pass, unix ? 'localhost' : host);
  if ('text' in settings) return settings;
  if (settings.statements.length + settings.edits.length === 0) return { edits: (name) => [url(name)] };
  const block = directive.ns === 'stream' ? directive.parent : locationOf(pass);
  if (!block || directive.via !== block.via || directive.parent !== block)
    return say(words.within, { block: nameOf(directive.parent), place: { place: spanOf(directive) } });
  // What is said here is inherited there.
  const inner = block.children.find((c) => c.node.block && (c.name === 'location' || c.children.some(isPass)));
  if (inner) return say(words.inner, { block: nameOf(inner), place: { place: spanOf(inner) } });
  const { statements, edits } = settings;
  return {
    edits: (name) => [
      ...(statements.length ? [insertBefore(anchorIn(directive, block), statements)] : []),
      ...edits,
      url(name),
    ],
  };

  function settingsFor(model: Nginx, { directive: d }: Pass, shown: string): Settings | Statement {
    const pinned = (directiveName: string): Settings | Statement => {
      const ssl = model.effective(directiveName, d.parent);
      if (!ssl.certain) return say(words.unknown, { name: directiveName });
      return ssl.directives.length > 0 ? nothing : { statements: [`${directiveName} ${shown};`], edits: [] };
    };
    if (d.ns === 'stream') {
      const ssl = model.effective('proxy_ssl', d.parent);
      if (!ssl.certain) return say(words.unknown, { name: 'proxy_ssl' });
      return /^on$/i.test(ssl.directives[0]?.node.args[0]?.text ?? '') ? pinned('proxy_ssl_name') : nothing;
    }
    if (d.name === 'uwsgi_pass') return scheme === 'suwsgi' ? pinned('uwsgi_ssl_name') : nothing;
    if (d.name === 'grpc_pass') {
      const headers = model.effective('grpc_set_header', d.parent);
      if (!headers.certain || headerLines(headers, 'host').length === 0) return say(words.authority, {});
      return scheme === 'grpcs' ? pinned('grpc_ssl_name') : nothing;
    }
    return d.name === 'proxy_pass' ? proxySettings(model, pass, shown) : nothing;
  }
}

interface Settings {
  readonly statements: readonly string[];
  readonly edits: readonly Edit[];
}

const nothing: Settings = { statements: [], edits: [] };

function proxySettings(nginx: Nginx, pass: Pass, host: string): Settings | Statement {
  const { directive, scheme } = pass;
  const { port, unix } = addressOf(pass)!;
  const location = locationOf(pass);
  if (!location || (scheme !== 'http' && scheme !== 'https')) return say(words.unknown, { name: directive.name });
  const usual = port === undefined || unix || port === (scheme === 'https' ? '443' : '80');
  const showing = showingAddress(nginx);
  if (showing) return say(words.shown, { line: shorten(wordsOf(showing), 40), place: { place: spanOf(showing) } });
  const cache = nginx.effective('proxy_cache', directive.parent);
  const key = nginx.effective('proxy_cache_key', directive.parent);
  if (!cache.certain) return say(words.unknown, { name: 'proxy_cache' });
  const isCached = !/^(?:off)?$/i.test(cache.directives[0]?.node.args[0]?.text ?? '');
  if (isCached && key.directives.length === 0) return say(words.cached, {});
  const version = nginx.effective('proxy_http_version', directive.parent);
  if (version.directives[0]?.node.args[0]?.text === '2') return say(words.authority, {});
  return pins(nginx, location, pass, usual ? host : `${host}:${port}`, host, 'none') ?? say(words.depends, {});
}

/** What holds `$proxy_host` or `$proxy_port`, headers that are sent apart: those are looked at one by one. */
const showingAddress = once(({ all }: Nginx): Directive | undefined => {
  const holds = (text: string) => text.includes('$') && /\$\{?proxy_(?:host|port)\b/.test(text);
  return all.find(({ name, node }) => name !== 'proxy_set_header' && (holds(name) || node.args.some((w) => holds(w.text))));
});

/** The upstream, in front of the first server that has one of the passes. */
function upstream(nginx: Nginx, passes: readonly Pass[], name: string): Edit {
  const servers = passes.map((p) => enclosing(p.directive, 'server')!).sort((a, b) => a.index - b.index);
  const server = servers[0]!;
  const { path, source } = server.file;
  const lines = [`server ${serverAddress(passes[0]!)};`];
  // Of an address, no connections are kept.
  if (all(nginx.target.nginx, eras.new) && passes.some((p) => isKept(nginx, p))) lines.push('keepalive 0;');
  const feed = lineBreak(server.file);
  const indent = indentation(server.file, server.node.name.start);
  const text = blockText(server, `upstream ${name}`, lines);
  let at = server.node.name.start;
  if (indent === undefined) return { at: { file: path, start: at, end: at }, text: `${text} ` };
  // Comments above the server are about it.
  for (;;) {
    const start = source.text.lastIndexOf('\n', at - 1);
    const above = source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, Math.max(start, 0));
    if (start === -1 || !/^[ \t]*#/.test(above)) break;
    at = start - above.length + /^[ \t]*/.exec(above)![0].length;
  }
  return { at: { file: path, start: at, end: at }, text: `${text}${feed}${feed}${indent}` };
}

/** Since nginx 1.29.7 every upstream that somebody wrote keeps connections, where the protocol does. */
function isKept(nginx: Nginx, pass: Pass): boolean {
  const { name, ns, parent } = pass.directive;
  if (ns === 'stream' || name === 'uwsgi_pass' || name === 'scgi_pass') return false;
  if (name === 'proxy_pass') return nginx.sent(pass).reuse.new !== 'no';
  if (name !== 'fastcgi_pass') return true;
  const keep = nginx.effective('fastcgi_keep_conn', parent);
  return !keep.certain || /^on$/i.test(keep.directives[0]?.node.args[0]?.text ?? '');
}

function refusalOfPlace(pass: Pass): Statement | undefined {
  const server = enclosing(pass.directive, 'server');
  if (!server || (server.parent && server.parent.name !== pass.directive.ns)) return say(words.noServer, {});
  if (server.file.tree.problems.length > 0) return say(refusals.broken, {});
  return server.file.times > 1 ? say(refusals.shared, { place: { place: spanOf(server) } }) : undefined;
}

function titleOf(nginx: Nginx, count: 'one' | 'many', name: string, passes: readonly Pass[]): Statement {
  const { nginx: ranges } = nginx.target;
  const differs = any(ranges, since('1.29.7')) && !all(ranges, eras.new) && passes.some((p) => isKept(nginx, p));
  const data = { name, n: passes.length };
  if (count === 'one') return differs ? say(words.extractKept, { name }) : say(words.extract, { name });
  return differs ? say(words.everywhereKept, data) : say(words.everywhere, data);
}

const isPass = ({ name }: Directive) => name.endsWith('_pass');
const nameOf = (block: Directive | undefined) => (block ? shorten(wordsOf(block), 40) : '');

const words = texts({
  extract: { en: 'Extract upstream {name}', 'zh-CN': '提取为 upstream {name}' },
  extractKept: {
    en: 'Extract upstream {name} (nginx 1.29.7 and later will reuse its connections)',
    'zh-CN': '提取为 upstream {name}（nginx 1.29.7 及更高版本会复用其连接）',
  },
  everywhere: {
    en: 'Extract upstream {name} everywhere ({n} places)',
    'zh-CN': '全部提取为 upstream {name}（{n} 处）',
  },
  everywhereKept: {
    en: 'Extract upstream {name} everywhere ({n} places; nginx 1.29.7 and later will reuse its connections)',
    'zh-CN': '全部提取为 upstream {name}（{n} 处；nginx 1.29.7 及更高版本会复用其连接）',
  },
  noServer: { en: 'there is no server around it in these files', 'zh-CN': '这些文件中没有包含它的 server' },
  late: {
    en: 'with a variable in the path, nginx resolves {host} for each request; of an upstream only at its start',
    'zh-CN': '路径中含变量时，nginx 会在每次请求时解析 {host}；写进 upstream 后只在启动时解析',
  },
  within: {
    en: 'the settings that keep its effect cannot stand in {block} ({place})',
    'zh-CN': '保持其效果所需的设置不能写在 {block} 中（{place}）',
  },
  inner: {
    en: '{block} ({place}) would inherit the settings that keep its effect',
    'zh-CN': '{block}（{place}）会继承保持其效果所需的设置',
  },
  unknown: { en: 'what {name} is set to is not known here', 'zh-CN': '此处无法得知 {name} 的设置' },
  authority: {
    en: 'the server would be asked for the name of the upstream (:authority)',
    'zh-CN': '后端收到的主机名（:authority）会变成 upstream 的名称',
  },
  shown: {
    en: '{line} ({place}) shows the address, and would show the name of the upstream',
    'zh-CN': '{line}（{place}）会显示该地址，之后将显示 upstream 的名称',
  },
  cached: {
    en: 'the address is a part of the keys in the cache, as there is no proxy_cache_key',
    'zh-CN': '未设置 proxy_cache_key，该地址是缓存键的一部分',
  },
  depends: {
    en: 'a header, a redirect or the name for TLS depends on the address',
    'zh-CN': '请求头、重定向或 TLS 名称取决于该地址',
  },
});
