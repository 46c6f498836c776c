import type { LanguageId } from '../core/text.ts';

/** What a file's name says; shared: the name may be either language's or neither's, so the content decides. */
export type Nomination = LanguageId | 'shared' | undefined;

/**
 * The language of a file, with the last word left to its content: `filter.d/nginx-http-auth.conf` belongs to fail2ban, a
 * `sysctl.conf` in a folder named nginx is not nginx's, a template of a configuration is not a configuration. A name that
 * says nothing is not enough to refuse a file (somebody asked for it), only to ask more of its content.
 */
export function recognise(path: string, text: string): LanguageId | undefined {
  const named = nominate(path);
  if (named === undefined && otherTypes.test(baseName(path))) return undefined;
  const seen = look(text);
  if (seen.foreign) return undefined;
  if (seen.statements + seen.sysctl + seen.bsd + seen.strays === 0) return named === 'shared' ? undefined : named;
  if (named === 'sysctl')
    return seen.sysctl === 0 && isNginx(seen) ? 'nginx' : seen.bsd > 1 && seen.sysctl === 0 ? undefined : 'sysctl';
  if (named === 'nginx') {
    if (isSysctl(seen)) return 'sysctl';
    // Where every line is a statement the names may be a module's.
    return seen.known * 4 > seen.sysctl || (seen.strays === 0 && seen.sysctl === 0) ? 'nginx' : undefined;
  }
  return isSysctl(seen) ? 'sysctl' : isNginx(seen) ? 'nginx' : undefined;
}

/** The language that a path alone suggests. Separators may be `/` or `\`. */
export function nominate(path: string): Nomination {
  const full = `/${path.replaceAll('\\', '/')}`;
  const name = baseName(full);
  if (/^(?:.+\.)?sysctl\.conf$/.test(name) || /\/sysctl\.d\/[^/]+\.conf$/.test(full)) return 'sysctl';
  // Nobody reads these, which somebody may have overlooked.
  if (/\/sysctl\.d\/(?:[^/.]+|[^/]+\.(?:cnf|cfg|config|CONF))$/.test(full)) return 'shared';
  if (otherTypes.test(name)) return undefined;
  if (nginxNames.test(name) || nginxPaths.test(full)) return 'nginx';
  return sharedNames.test(name) || /\/sites-(?:available|enabled)\/[^/]+$/.test(full) ? 'shared' : undefined;
}

const baseName = (path: string) => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

const nginxNames =
  /^(?:mime\.types|(?:fastcgi|proxy|scgi|uwsgi)_params|fastcgi\.conf|koi-utf|koi-win|win-utf|nginx.*\.conf|.*nginx\.conf|.+\.(?:nginx|nginxconf|vhost))$/;

/** Also as they are shipped, to be copied and changed. */
const sharedNames = /\.conf(?:\.(?:default|template|sample|example|disabled|dist))?$/;

const nginxPaths = new RegExp(
  [
    `/nginx/(?:.*/)?[^/]+${sharedNames.source}`,
    '/nginx/(?:sites-available|sites-enabled|modules-enabled|snippets|conf\\.d)/[^/]+$',
    '/etc/nginx/',
    '/usr/local/nginx/conf/',
    '/(?:openresty|angie|freenginx|tengine)/(?:.*/)?[^/]+\\.conf$',
  ].join('|'),
);

/**
 * What else lives beside nginx's configuration; site files are named after domains, so any other ending may be one. BIND's
 * includes are written like nginx's.
 */
const otherTypes =
  /^named\.conf|^\.(?!.*\.conf$)|~$|\.(?:j2|jinja2?|erb|epp|s?tpl|tmpl|lua|m?js|ts|json|html?|css|xml|svg|png|jpe?g|gif|ico|woff2?|pem|key|crt|cer|csr|der|p12|pub|md|rst|txt|log|sh|bash|pl|pm|py|rb|php|ya?ml|toml|ini|service|socket|timer|so|mmdb|dat|gz|bz2|xz|zip|tar|sw[op]|htpasswd|dhparam)$/i;

/** What the lines of a text look like, counted. */
interface Look {
  /** Marks of another program's format, or of a template language. */
  readonly foreign: boolean;
  /** Lines that end like nginx's statements. */
  readonly statements: number;
  /** Of which start with a name of nginx's. */
  readonly known: number;
  /** Linux sysctl assignments. */
  readonly sysctl: number;
  /** Assignments to keys that only BSD systems have. */
  readonly bsd: number;
  /** All other lines. */
  readonly strays: number;
}

const isSysctl = (l: Look) => l.sysctl > 0 && l.sysctl * 2 > l.statements + l.strays && l.sysctl > l.known;
const isNginx = (l: Look) => l.known > 0 && l.known * 2 >= l.statements && l.known * 4 >= l.strays;

/** Enough to know a file by; a dump of a million lines needs no more. */
const lookAt = 400;

function look(text: string): Look {
  let [statements, known, sysctl, bsd, strays, seen] = [0, 0, 0, 0, 0, 0];
  // The lines of these blocks are values or another language and say nothing.
  let opaque = 0;
  let unfinished = false;
  let quote = '';
  for (let start = text.charCodeAt(0) === 0xfeff ? 1 : 0; start < text.length && seen < lookAt; ) {
    const feed = text.indexOf('\n', start);
    const line = text.slice(start, feed < 0 ? text.length : Math.min(feed, start + 2000)).trim();
    if (start === 0 && line.startsWith('#!')) return { foreign: true, statements, known, sysctl, bsd, strays };
    start = feed < 0 ? text.length : feed + 1;
    if (quote !== '') {
      quote = openQuote(line, quote);
      continue;
    }
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    seen++;
    if (opaque > 0) {
      opaque += braces(line);
      continue;
    }
    const continued: boolean = unfinished;
    if (line.length < 1900 && takesText.test(line)) quote = openQuote(line);
    const statement = quote !== '' || /[;{}]\s*(?:#.*)?$/.test(line);
    unfinished = !statement && (continued || knownName.test(line));
    if (!continued && knownName.test(line) && (statement || /_/.test(line.split(/\s/, 1)[0] ?? ''))) {
      known++;
      statements++;
      if (opaqueBlock.test(line)) opaque = Math.max(0, braces(line));
    } else if (continued ? !section.test(line) : line.startsWith('}')) {
      // The rest of a statement that was counted.
    } else if (foreign.test(line)) return { foreign: true, statements, known, sysctl, bsd, strays };
    else if (sysctlLine.test(line)) sysctl++;
    else if (bsdLine.test(line)) bsd++;
    else if (statement) statements++;
    else strays++;
  }
  return { foreign: isTemplate(text), statements, known, sysctl, bsd, strays };
}

const braces = (line: string) => (line.match(/\{/g)?.length ?? 0) - (line.match(/\}/g)?.length ?? 0);

/** The quote that is open after a line; a quote opens at the beginning of a word only. */
function openQuote(line: string, quote = ''): string {
  let word = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!;
    if (c === '\\') i++;
    if (quote !== '') quote = c === quote ? '' : quote;
    else if (!word && (c === '"' || c === "'")) quote = c;
    else if (!word && c === '#') return '';
    word = quote === '' && !/[\s;{}]/.test(c);
  }
  return quote;
}

/** Statements whose argument may be a text of several lines, in quotes. */
const takesText = /^(?:return|set|add_header|echo\w*)\s/;

/** A heading, which no statement of nginx's is continued with. */
const section = /^\[\[?[\w@:./ *?!+-]+\]\]?$/;

const opaqueBlock = /^(?:map|geo|types|split_clients|charset_map)\b.*\{|_by_lua_block\b/;

/** Names that begin nginx's statements: the common short ones with what must follow them, the rest by their families. */
const knownName = new RegExp(
  `^(?:${[
    '(?:http|events|stream|mail|server|types)\\s*\\{',
    'location\\s+\\S.*\\{',
    'upstream\\s+\\S+\\s*\\{',
    '(?:map|split_clients)\\s+\\S.*\\s\\$\\w+\\s*\\{',
    'geo\\s.*\\$\\w+\\s*\\{',
    'if\\s*\\(.*\\$',
    'limit_except\\s.*\\{',
    '(?:listen|root|alias|index|return|rewrite|internal|expires|etag|charset|include|set|break|user|pid|daemon|env|gzip|brotli|sendfile|aio|directio|resolver|mirror|allow|deny|satisfy|autoindex|perl|protocol|zone|hash|ip_hash|least_conn|random|keepalive|server|js_\\w+|pagespeed|MainRule|BasicRule|health_check|status_zone|api|stub_status|http2|http3|quic_retry|valid_referers|post_action|echo\\w*|more_\\w+_headers|image_filter\\w*|xslt_\\w+|memcached_\\w+|dav_\\w+|mp4\\w*|flv|slice|secure_link\\w*)\\b(?!\\s*=)[^{]*;',
    `(?:${[
      'worker_(?:processes|connections|rlimit|cpu|priority|shutdown|aio)',
      'load_module',
      'error_(?:log|page)',
      'server_(?:name|tokens)',
      'proxy_',
      'fastcgi_',
      'uwsgi_',
      'scgi_',
      'grpc_',
      'ssl_(?!context)',
      'gzip_',
      'brotli_',
      'client_(?:body|header|max)',
      'keepalive_(?:timeout|requests|time|disable|min)',
      'limit_(?:req|conn|rate)',
      'open_(?:file|log)',
      'add_(?:header|trailer|before|after)',
      'sub_filter',
      'auth_(?:basic|request|jwt|http)',
      'access_by_lua',
      '\\w+_by_lua',
      'lua_\\w+ ',
      'set_(?:real_ip|by_lua|cookie|escape|form|md5|sha1)',
      'real_ip_(?:header|recursive)',
      'log_(?:format|not_found|subrequest)',
      'access_log',
      'send(?:file_max|_timeout|_lowat)',
      'tcp_(?:nopush|nodelay)',
      'types_hash',
      'server_names_hash',
      'variables_hash',
      'map_hash',
      'large_client_header',
      'http2_',
      'http3_',
      'resolver_timeout',
      'default_type',
      'try_files',
      'charset_(?:map|types)',
      'multi_accept',
      'underscores_in',
      'ignore_invalid_headers',
      'absolute_redirect',
      'port_in_redirect',
      'server_name_in_redirect',
      'lingering_',
      'reset_timedout',
      'modsecurity',
      'geoip2?_',
      'split_clients',
      'vhost_traffic',
      'upload_',
      'passenger_',
      'userid',
      'ssi',
    ].join('|')})\\w*(?=\\s|$)(?!\\s*=)`,
  ].join('|')})`,
);

const sysctlLine =
  /^-?(?:kernel|vm|net[./](?:core|ipv4|ipv6|netfilter|nf_conntrack_max|bridge|unix|mptcp|sctp|mpls|vrf|rds|smc|ax25|appletalk)|fs[./](?:[a-z]+[-_][a-z_-]+|inotify|mqueue|epoll|quota|verity|xfs|nfs|lease|pipe)|user[./]max_|dev[./](?:raid|cdrom|scsi|tty|hpet|i915|xe|parport|mac_hid)|abi|sunrpc|crypto|debug[./]exception)[./\w*:{}-]*\s*[=＝]/;

const bsdLine =
  /^(?:kern|hw|machdep|vfs|net[.](?:inet6?|link|local|bpf|raw|isr|route|pf)|security[.](?:bsd|mac|jail)|ddb|compat)[.]\S+\s*=/;

/** Sections, tags, documents and statements that neither language has. */
const foreign =
  /^(?:\[\[?[\w@:./ *?!+-]+\]\]?$|<\/?[A-Za-z?!]|---$|%YAML|apiVersion:|Sec(?:Rule|Action|RuleEngine|Marker)\b|LoadModule\b|LoadPlugin\b|[\w.-]+\s*=>|(?:input|filter|output)\s*\{$|\$(?:ModLoad|IncludeConfig|template)\b|(?:module|input|action)\(|check (?:process|host|file)\b|(?:import|export|function|class|const|let|var)\b.*[{;(]|description "|start on |(?:table|chain) \w+.*\{|options \{|zone ".*\{|(?:source|destination) \w+ \{$|vcl \d)/;

/**
 * Marks of Jinja, ERB, Go and mustache templates, which no reader of the finished file will see. Lua has `{{` of its own, and
 * a substitution such as `${NAME}` reads as a variable.
 */
function isTemplate(text: string): boolean {
  // A search for two characters costs next to nothing; most files hold none of them.
  const has = (mark: string) => text.includes(mark);
  if ((has('{%') || has('<%') || has('{#')) && /^[^#\n]*(?:\{%-?\s*\w|<%[-=\s]|\{#\s.*#\})/m.test(text)) return true;
  if (/^[ \t]*(?:%\w+%|@@?\w+@@?|\$\{\w+\}|__[A-Z]\w+__)[ \t\r]*$/m.test(text)) return true;
  return has('{{') && !has('_by_lua_block') && /^[^#\n]*\{\{-?[ \t]*[\w.$"'(@>#/]/m.test(text);
}
