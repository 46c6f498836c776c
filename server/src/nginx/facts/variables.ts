import { parseVersion, type Version } from '../../core/version.ts';
import type { Word } from '../syntax.ts';
import { rows } from './variables.data.ts';

/** A variable that nginx has of itself. */
export interface VariableFact {
  /** Lower case, without `$`; a prefix ends with `_`. */
  readonly name: string;
  readonly namespace: 'http' | 'stream';
  readonly module: string;
  readonly first: Version;
  /** undefined: the newest release has it. */
  readonly last: Version | undefined;
  /** `http_`: every name that begins so. */
  readonly prefix: boolean;
  /** Whether the configuration may define it again: `set $args`. */
  readonly changeable: boolean;
}

/** The fact about a name, or about the longest prefix of it. nginx compares without regard to case. */
export function builtIn(name: string, namespace: 'http' | 'stream'): VariableFact | undefined {
  const lower = name.toLowerCase();
  const { names, prefixes } = tables()[namespace];
  return names.get(lower) ?? prefixes.find((prefix) => lower.startsWith(prefix.name));
}

/** The names of a namespace, prefixes left out. */
export const builtInNames = (namespace: 'http' | 'stream'): Iterable<string> => tables()[namespace].names.keys();

/** What the names of a namespace may begin with, so that any ending follows: `http_`. */
export const builtInPrefixes = (namespace: 'http' | 'stream'): readonly string[] =>
  tables()[namespace].prefixes.map(({ name }) => name);

interface Table {
  readonly names: Map<string, VariableFact>;
  /** The longest first: `sent_http_`, `http_`. */
  readonly prefixes: VariableFact[];
}

let read: Record<'http' | 'stream', Table> | undefined;

function tables(): Record<'http' | 'stream', Table> {
  if (read) return read;
  read = { http: { names: new Map(), prefixes: [] }, stream: { names: new Map(), prefixes: [] } };
  for (const row of rows.trim().split('\n')) {
    const [name = '', namespace, module = '', first = '', last = '', flags = ''] = row.split('\t');
    const prefix = flags.includes('p');
    const fact: VariableFact = {
      name,
      namespace: namespace as 'http' | 'stream',
      module,
      first: parseVersion(first)!,
      last: parseVersion(last),
      prefix,
      changeable: flags.includes('s'),
    };
    const table = read[fact.namespace];
    if (prefix) table.prefixes.push(fact);
    else table.names.set(name, fact);
  }
  for (const { prefixes } of Object.values(read)) prefixes.sort((a, b) => b.name.length - a.name.length);
  return read;
}

/**
 * What modules that are not part of nginx bring, by the repository that the table of directives names them by: their
 * variables, `*` for every ending. A module that is not here may bring anything.
 */
const others: Readonly<Record<string, string>> = {
  'openresty/lua-nginx-module': '',
  'openresty/stream-lua-nginx-module': '',
  'openresty/headers-more-nginx-module': '',
  'openresty/echo-nginx-module': 'echo_*',
  'openresty/set-misc-nginx-module': '',
  'google/ngx_brotli': 'brotli_ratio',
  'tokers/zstd-nginx-module': 'zstd_ratio',
  'leev/ngx_http_geoip2_module': '',
  'vozlt/nginx-module-vts': 'vts_*',
  'owasp-modsecurity/ModSecurity-nginx': 'modsecurity_*',
  'arut/nginx-dav-ext-module': '',
  'aperezdc/ngx-fancyindex': '',
  'slact/nchan': 'nchan_*',
  'fdintino/nginx-upload-module': 'upload_*',
  'masterzen/nginx-upload-progress-module': 'uploadprogress_*',
  'yaoweibin/ngx_http_substitutions_filter_module': '',
  'calio/form-input-nginx-module': '',
  'openresty/srcache-nginx-module': 'srcache_*',
  'openresty/memc-nginx-module': 'memc_*',
  'openresty/array-var-nginx-module': '',
  'openresty/encrypted-session-nginx-module': '',
  'arut/nginx-rtmp-module': '',
  'nginx/njs': '',
  'nginxinc/nginx-otel': 'otel_*',
  'openresty/redis2-nginx-module': '',
  'openresty/rds-json-nginx-module': '',
  'vision5/ngx_devel_kit': '',
  'FRiCKLE/ngx_cache_purge': '',
  'sto/ngx_http_auth_pam_module': '',
  'kvspb/nginx-auth-ldap': '',
  'yaoweibin/nginx_upstream_check_module': '',
  'gnosek/nginx-upstream-fair': '',
  // Of nginx's own makers, built apart or sold.
  http_acme: 'acme_certificate acme_certificate_key',
  http_auth_jwt: 'jwt_header_* jwt_claim_* jwt_payload',
  http_oidc: 'oidc_*',
  http_proxy_protocol_vendor: 'proxy_protocol_tlv_*',
  http_session_log: 'session_log_id session_log_binary_id',
  stream_mqtt_preread: 'mqtt_preread_clientid mqtt_preread_username',
  plus: 'time_iso8601_ms upstream_last_addr upstream_last_server_name upstream_queue_time',
  angie: 'acme_* upstream_sticky_status upstream_probe* proxy_protocol_tlv_* metric_* secure_link_hmac* is_ssi* client_*',
  'SpiderLabs/ngx_security_headers': '',
  'FRiCKLE/ngx_coolkit': 'remote_passwd location',
  'nginx/app-protect': 'app_protect_*',
  'zhouchangxun/ngx_healthcheck_module': '',
  'opentracing-contrib/nginx-opentracing': 'opentracing_* opentelemetry_* datadog_*',
  'chobits/ngx_http_proxy_connect_module': 'connect_* proxy_connect_*',
  tengine: 'host_* sysguard_* base32_* unix_time dollar asc_* proxy_ssl_*',
};

let theirs: { readonly names: ReadonlySet<string>; readonly prefixes: readonly string[] } | undefined;

/** Whether a module that is not part of nginx is known to bring a variable. */
export function isOthers(name: string): boolean {
  if (!theirs) {
    const words = Object.values(others).flatMap((list) => list.split(' ').filter((word) => word !== ''));
    theirs = {
      names: new Set(words.filter((word) => !word.endsWith('*'))),
      prefixes: words.filter((word) => word.endsWith('*')).map((word) => word.slice(0, -1)),
    };
  }
  const lower = name.toLowerCase();
  return theirs.names.has(lower) || theirs.prefixes.some((prefix) => lower.startsWith(prefix));
}

/** Whether the variables of a module are all known; `module` as in the table of directives. */
export const knowsVariablesOf = (module: string): boolean => !module.includes('/') || others[module] !== undefined;

type Args = readonly Word[];
type Pick = (args: Args) => Args;

const all: Pick = (args) => args;
const nth =
  (n: number): Pick =>
  (args) =>
    args.slice(n, n + 1);
const from =
  (n: number): Pick =>
  (args) =>
    args.slice(n);
const starting =
  (prefix: string): Pick =>
  (args) =>
    args.filter(({ text }) => text.startsWith(prefix));
/** Where a word that begins with `$` is the name of a variable whatever follows. */
const isName = ({ text }: Word) => /^\$\w+$/.test(text);
/** Where the first word is an expression after `~`, `$` is its end of line. */
const unlessRegex: Pick = (args) => (args[0]?.text.startsWith('~') ? args.slice(1) : args);

/**
 * The words that nginx compiles, and in which it therefore looks for variables: those that its setters hand to
 * ngx_http_compile_complex_value, ngx_http_script_compile, ngx_http_log_compile_format or ngx_http_get_variable_index
 * (1.31.4), the lines of maps and the condition of `if` apart. In all others `$` is a character.
 */
const compiled = new Map<string, Pick>();
const put = (pick: Pick, names: string) => {
  for (const name of names.split(' ')) compiled.set(name, pick);
};
put(
  nth(0),
  `alias root auth_basic auth_basic_user_file
  fastcgi_pass uwsgi_pass scgi_pass grpc_pass memcached_pass proxy_pass pass tunnel_pass
  fastcgi_bind uwsgi_bind scgi_bind grpc_bind memcached_bind proxy_bind tunnel_bind
  fastcgi_cache uwsgi_cache scgi_cache proxy_cache fastcgi_cache_key uwsgi_cache_key scgi_cache_key proxy_cache_key
  fastcgi_store uwsgi_store scgi_store proxy_store fastcgi_limit_rate uwsgi_limit_rate scgi_limit_rate proxy_limit_rate
  limit_rate limit_rate_after proxy_download_rate proxy_upload_rate proxy_method proxy_set_body proxy_ssl_name
  proxy_ssl_certificate proxy_ssl_certificate_key uwsgi_ssl_certificate uwsgi_ssl_certificate_key uwsgi_ssl_name
  grpc_ssl_certificate grpc_ssl_certificate_key grpc_ssl_name ssl_certificate ssl_certificate_key
  secure_link secure_link_md5 hash limit_req_zone limit_conn_zone map split_clients http2_push
  image_filter_jpeg_quality image_filter_sharpen image_filter_webp_quality
  content_by_lua_file access_by_lua_file rewrite_by_lua_file`.replace(/\s+/g, ' '),
);
put(
  nth(1),
  'add_header add_trailer auth_request_set set proxy_set_header grpc_set_header fastcgi_param uwsgi_param scgi_param rewrite js_var',
);
put(
  all,
  `proxy_no_cache proxy_cache_bypass fastcgi_no_cache fastcgi_cache_bypass uwsgi_no_cache uwsgi_cache_bypass scgi_no_cache
  scgi_cache_bypass early_hints sub_filter try_files return image_filter expires index echo echo_sleep`.replace(/\s+/g, ' '),
);
put(from(1), 'xslt_stylesheet');
put(nth(1), 'xslt_param xslt_string_param');
put(unlessRegex, 'proxy_redirect proxy_cookie_domain proxy_cookie_path proxy_cookie_flags');
put((args) => args.slice(-1), 'error_page');
put((args) => args.slice(0, 1).filter(isName), 'charset source_charset override_charset');
put((args) => (args.length > 1 ? args.slice(0, 1).filter(isName) : []), 'geo');
put(starting('threads='), 'aio');
put(starting('from='), 'disable_symlinks');
// The name of the header is taken as it stands.
put((args) => args.filter(({ text }) => /^[^$]*:/.test(text)), 'more_set_headers more_set_input_headers');
put((args) => args.slice(args[1]?.text.startsWith('escape=') ? 2 : 1), 'log_format');
put((args) => args.filter((word, i) => i === 0 || word.text.startsWith('if=')), 'access_log');
put((args) => args.slice(0, 1), 'set_by_lua_file');

/** The words of a directive in which nginx looks for variables. */
export const compiledWords = (directive: string, args: Args): Args => compiled.get(directive)?.(args) ?? none;
const none: Args = [];

/** Directives that nginx compiles only once a server or location takes them over. */
export const compiledWhereUsed: ReadonlySet<string> = new Set([
  'proxy_set_header',
  'grpc_set_header',
  'fastcgi_param',
  'uwsgi_param',
  'scgi_param',
  'proxy_set_body',
  'ssl_certificate',
  'ssl_certificate_key',
]);
