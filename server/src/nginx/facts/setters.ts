import { all, before, since } from '../../core/version.ts';
import type { Formed, Grammar, Parameter, Shape, Value } from './arguments.ts';
import type { DirectiveFact, Form } from './directives.ts';
import { parseNumber, parseSize, parseTime } from './values.ts';

/**
 * What each C function that reads arguments takes, by the source of nginx 1.31.4; what older releases since 1.18 do not know
 * says so. The functions are in the module of the directive, unless a file is named.
 */

/** What the arguments of a directive have to be; undefined where that is not known. */
export function shapeOf(
  { name }: Pick<DirectiveFact, 'name'>,
  { setter, values, bounds, check }: Pick<Form, 'setter' | 'values' | 'bounds' | 'check'>,
): Shape | undefined {
  if (bounds && setter === 'conf_set_num_slot') return one(number(bounds.low, bounds.high));
  const words = wordSetters.get(setter);
  if (!words) return merged.get(name) ?? checks.get(check) ?? setters.get(setter);
  const taken = moreWords.get(name) ?? values;
  return taken.length === 0 ? undefined : words(taken);
}

const text: Value = { kind: 'text' };
const filled: Value = { kind: 'filled' };
const variable: Value = { kind: 'variable' };
const word = (...words: string[]): Value => ({ kind: 'word', words });
const anyCase = (words: readonly string[]): Value => ({ kind: 'word', words, anyCase: true });
const number = (min = 0, max = Number.POSITIVE_INFINITY): Value => ({ kind: 'number', min, max });
const size = (min = 0): Value => ({ kind: 'size', min });
const offset: Value = { kind: 'offset', min: 0 };
const sizes = (...words: string[]): Value => ({ kind: 'sizes', words });
const ms = (min = 0): Value => ({ kind: 'time', unit: 'ms', min });
const seconds: Value = { kind: 'time', unit: 's', min: 0 };
const zone = (min: number): Value => ({ kind: 'zone', min });
const formed = (kind: Formed, pattern: { test(text: string): boolean }): Value => ({ kind, pattern });
const compiled = (value: Value): Value => ({ ...value, variables: true });
const or = (value: Value, ...words: string[]): Value => ({ ...value, or: words });

const one = (...words: Value[]): Grammar => ({ words });
const several = (rest: Value): Grammar => ({ rest });
const valued = (value: Value): Parameter => ({ value });
const flag: Parameter = {};
/** Only products that are sold, or forks, have it. */
const sold: Parameter = { unoffered: true };
const from = (version: string, parameter: Parameter = flag): Parameter => ({ ...parameter, versions: since(version) });

const onOff = anyCase(['on', 'off']);
/** As the setters write it that compare themselves. */
const strictOnOff = word('on', 'off');
/** Shared memory is counted in pages, of 4 kB nearly everywhere. */
const eightPages = 8 * 4096;
const address: Value = { kind: 'address', use: 'server' };
const addressWithPort: Value = { kind: 'address', use: 'server', port: 'always' };
const listenAddress: Value = { kind: 'address', use: 'listen' };

const keepalive = formed('keepalive', {
  test(value) {
    if (value === 'on' || value === 'off') return true;
    const [idle = '', interval = '', ...rest] = value.split(':');
    const count = rest.join(':');
    const times = [idle, interval].map((t) => (t === '' ? 0 : parseTime(t, 's')));
    const probes = count === '' ? 0 : parseNumber(count);
    return ![...times, probes].includes(undefined) && [...times, probes].some((n) => n !== 0);
  },
});

/** Options of the socket that `listen` has in every namespace. */
const socket: Readonly<Record<string, Parameter>> = {
  bind: flag,
  'backlog=': valued(number(1)),
  'rcvbuf=': valued(size()),
  'sndbuf=': valued(size()),
  'ipv6only=': valued(strictOnOff),
  'so_keepalive=': valued(keepalive),
  ssl: flag,
};

/** What a socket of datagrams cannot have. */
const streamOnly = [
  'fastopen=',
  'backlog=',
  'accept_filter=',
  'deferred',
  'multipath',
  'ssl',
  'http2',
  'so_keepalive=',
  'proxy_protocol',
];

const httpListen: Grammar = {
  words: [listenAddress],
  parameters: {
    default_server: flag,
    default: { unoffered: true },
    ...socket,
    'setfib=': valued(number()),
    'fastopen=': valued(number()),
    'accept_filter=': valued(text),
    deferred: flag,
    reuseport: flag,
    multipath: from('1.29.7'),
    http2: flag,
    quic: from('1.25.0'),
    spdy: { unoffered: true, versions: before('1.19.7') },
    http3: sold,
    xquic: sold,
    xudp: sold,
    https_allow_http: sold,
    proxy_protocol: flag,
  },
  apart: [['quic', streamOnly]],
};

const streamListen: Grammar = {
  words: [listenAddress],
  parameters: {
    default_server: from('1.25.5'),
    ...socket,
    udp: flag,
    'setfib=': from('1.25.5', valued(number())),
    'fastopen=': from('1.21.0', valued(number())),
    'accept_filter=': from('1.25.5', valued(text)),
    deferred: from('1.25.5'),
    reuseport: flag,
    multipath: from('1.29.7'),
    proxy_protocol: flag,
  },
  apart: [['udp', streamOnly]],
};

const mailListen: Grammar = {
  words: [listenAddress],
  parameters: { ...socket, multipath: from('1.29.7'), proxy_protocol: from('1.19.8') },
};

const upstreamServer = (namespace: 'http' | 'stream'): Shape => {
  const parameters: Readonly<Record<string, Parameter>> = {
    'weight=': valued(number(1)),
    'max_conns=': valued(number()),
    'max_fails=': valued(number()),
    'fail_timeout=': valued(seconds),
    backup: flag,
    down: flag,
    resolve: from('1.27.3'),
    'service=': from('1.27.3', valued(filled)),
    'route=': namespace === 'http' ? from('1.29.6', valued(filled)) : sold,
    drain: namespace === 'http' ? from('1.29.6') : sold,
    'slow_start=': sold,
    'sid=': sold,
    'id=': sold,
  };
  return (args) => ({
    words: [namespace === 'http' || args.some((text) => text?.startsWith('service=')) ? address : addressWithPort],
    parameters,
  });
};

const resolver = (...words: string[]): Grammar => ({
  parameters: {
    'valid=': valued(seconds),
    'ipv4=': from('1.23.1', valued(strictOnOff)),
    'ipv6=': valued(strictOnOff),
    'status_zone=': sold,
    'local=': sold,
  },
  rest: or(address, ...words),
  restNeeded: true,
});

const level = ['emerg', 'alert', 'crit', 'error', 'warn', 'notice', 'info', 'debug'];
const syslogGrammar: Grammar = {
  parameters: {
    'server=': valued(address),
    'facility=': valued(
      word(
        ...'kern user mail daemon auth intern lpr news uucp clock authpriv ftp ntp audit alert cron local0 local1 local2 local3 local4 local5 local6 local7'.split(
          ' ',
        ),
      ),
    ),
    'severity=': valued(word(...level)),
    'tag=': valued(formed('tag', /^\w{0,32}$/)),
    nohostname: flag,
  },
  needs: ['server='],
};
/** The first word of a log: `syslog:` and its parameters (core/ngx_syslog.c; Tengine has another notation), or a file. */
const log = (first: string | undefined): Value =>
  /^syslog:(?:\w+=|nohostname)/.test(first ?? '') ? { kind: 'syslog', grammar: syslogGrammar } : text;

const errorLog: Shape = ([first]) => ({
  words: [log(first)],
  rest: {
    kind: 'word',
    words: level,
    hidden: 'core alloc mutex event http mail stream'.split(' ').map((part) => `debug_${part}`),
  },
});

/** Only files whose name is fixed are written through a buffer. */
const buffer: Grammar = {
  parameters: { 'buffer=': valued(size(1)), 'flush=': valued(ms(1)), gzip: flag, 'gzip=': valued(number(1, 9)) },
  together: [['flush=', ['buffer=', 'gzip', 'gzip=']]],
};
const accessLog =
  (...needs: string[]): Shape =>
  (args) => {
    const [first] = args;
    if (first === 'off') return { words: [text], closed: true };
    const buffered = !first?.startsWith('syslog:') && !first?.includes('$');
    return {
      ...(buffered ? buffer : {}),
      words: [log(first), text],
      parameters: { ...(buffered ? buffer.parameters : {}), 'if=': valued(text), 'ratio=': sold },
      ...(args.length === 1 && needs.length > 0 ? { needs } : {}),
    };
  };

const logFormat: Shape = (args) =>
  args[1]?.startsWith('escape=')
    ? { words: [text], parameters: { 'escape=': valued(word('default', 'json', 'none')) }, rest: text }
    : several(text);

const cachePath: Grammar = {
  words: [text],
  parameters: {
    'levels=': valued(formed('levels', /^(?:[12](?::[12]){0,2})?$/)),
    'use_temp_path=': valued(strictOnOff),
    'keys_zone=': valued(zone(2 * 4096)),
    'inactive=': valued(seconds),
    'max_size=': valued(offset),
    'min_free=': from('1.19.1', valued(offset)),
    'loader_files=': valued(number()),
    'loader_sleep=': valued(ms()),
    'loader_threshold=': valued(ms()),
    'manager_files=': valued(number()),
    'manager_sleep=': valued(ms()),
    'manager_threshold=': valued(ms()),
    'purger=': sold,
    'purger_files=': sold,
    'purger_sleep=': sold,
    'purger_threshold=': sold,
  },
  needs: ['keys_zone='],
};

const certificateCache: Grammar = {
  parameters: {
    'max=': valued(number(1)),
    'inactive=': valued(seconds),
    'valid=': valued(seconds),
    off: flag,
  },
  needs: ['max=', 'off'],
};

const logFileCache: Grammar = {
  parameters: {
    'max=': valued(number(1)),
    'inactive=': valued(seconds),
    'min_uses=': valued(number()),
    'valid=': valued(seconds),
    off: flag,
  },
  needs: ['max=', 'off'],
};

const sessionCache: Grammar = {
  parameters: {
    off: flag,
    none: flag,
    builtin: flag,
    'builtin:': valued(number()),
    'shared:': valued(zone(eightPages)),
  },
};

const ocspCache: Grammar = { parameters: { off: flag, 'shared:': valued(zone(eightPages)) } };

const limitZone = (more: Readonly<Record<string, Parameter>> = {}): Grammar => ({
  words: [text],
  parameters: { 'zone=': valued(zone(eightPages)), ...more },
  needs: ['zone='],
});

/** `10r/s`, `10r/m`, or a number alone, which counts seconds. */
const rate = formed('rate', {
  test: (value) => !!parseNumber(value.replace(/r\/[sm]$/, '')),
});

const random: Grammar = {
  words: [word('two'), { kind: 'word', words: ['least_conn'], hidden: ['least_time=header', 'least_time=last_byte'] }],
};

const bind: Shape = (args) =>
  args.length === 1 ? one(or(compiled({ kind: 'local' }), 'off')) : one(compiled({ kind: 'local' }), word('transparent'));

/** `off` alone, or what to change and what into. */
const pairOr =
  (...alone: string[]): Shape =>
  (args) =>
    args.length === 1 ? one(word(...alone)) : several(text);

const cidr: Value = { kind: 'network' };
const cidrOrName: Value = { kind: 'network', names: true };
/** A server or an upstream; without a port it can only be an upstream. */
const target = (...schemes: string[]): Value => ({ kind: 'url', schemes, use: 'server', bare: true, port: 'of-address' });
const pass = (...schemes: string[]): Grammar => one(compiled(target(...schemes)));

const status = formed('status', { test: (value) => value === 'any' || within(value, 100, 599) });
const returned: Shape = (args) => {
  const code = formed('code', { test: (value) => within(value, 0, 999) });
  const alone = formed('returned', {
    test: (value) => /^(?:https?:\/\/|\$scheme)/.test(value) || within(value, 0, 999),
  });
  return args.length === 1 ? one(alone) : one(code, text);
};

const errorPage: Shape = (args) => {
  const answered = args.length > 2 && args.at(-2)?.startsWith('=');
  const code = formed('errorStatus', { test: (value) => within(value, 300, 599) && Number(value) !== 499 });
  const codes = Array<Value>(args.length - (answered ? 2 : 1)).fill(code);
  const answer = formed('answer', { test: (value) => value === '=' || parseNumber(value.slice(1)) !== undefined });
  return { words: answered ? [...codes, answer] : codes, last: text };
};

const expires: Shape = (args) => {
  const modified = args.length === 2;
  const time: Value = modified
    ? { kind: 'time', unit: 's', min: 0, signed: true }
    : formed('expires', {
        test(value) {
          if (/^(?:epoch|max|off)$/.test(value)) return true;
          const time = parseTime(value.replace(/^[-+@]/, ''), 's');
          return time !== undefined && (!value.startsWith('@') || time <= 86_400);
        },
      });
  return modified ? one(word('modified'), compiled(time)) : one(compiled(time));
};

const imageFilter: Shape = (args) => {
  const side = compiled(or(number(1), '-'));
  if (args.length === 1) return one(word('off', 'test', 'size'));
  return args.length === 2 ? one(word('rotate'), compiled(word('90', '180', '270'))) : one(word('resize', 'crop'), side, side);
};

const sticky: Shape = ([way]) => {
  if (way === 'cookie')
    return {
      words: [text, filled],
      parameters: {
        'expires=': valued(or(seconds, 'max')),
        'domain=': valued(filled),
        'path=': valued(filled),
        'samesite=': valued(compiled(anyCase(['strict', 'lax', 'none']))),
        httponly: flag,
        secure: flag,
      },
    };
  if (way === 'route') return { words: [text], rest: variable };
  if (way === 'learn')
    return {
      words: [text],
      parameters: {
        'create=': valued(variable),
        'lookup=': valued(variable),
        'zone=': valued(zone(eightPages)),
        'timeout=': valued(ms(1)),
        header: flag,
        sync: sold,
        norefresh: sold,
        'remote_action=': sold,
        'remote_result=': sold,
      },
      needs: ['lookup='],
    };
  // nginx-sticky-module-ng, which many builds had before nginx took the name, begins with a parameter.
  if (way?.includes('=') || way === 'no_fallback' || way === 'secure' || way === 'httponly') return several(text);
  return one(word('cookie', 'route', 'learn'));
};

const affinity = formed('affinity', /^[01 ]*$/);
const serverName = formed('serverName', { test: (name) => !/^\*(?:$|[^.]|\.$)|^\.$|^~$/.test(name) });

/** An expression, or a host with at most one `*` for whole labels at one end (`ngx_hash_add_key`), and a path. */
const referer = formed('referer', {
  test(value) {
    if (value === '' || value.startsWith('~')) return value.length > 1;
    const host = value.replace(/\/.*/s, '');
    const stars = host.split('*').length - 1;
    if (stars > 1 || host.includes('..')) return false;
    return stars === 0 || /^\../s.test(host) || (host.length > 2 && /^\*\.|\.\*$/.test(host));
  },
});

/** An expression with two groups that capture; one that numbers them anew in branches may have any number. */
const captures = formed('captures', {
  test: (pattern) =>
    pattern.includes('(?|') ||
    [...pattern.matchAll(/\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]])*\]|\((?:(?!\?)|\?P?<(?![=!])|\?')/gs)].filter(([part]) =>
      part.startsWith('('),
    ).length === 2,
});

function within(value: string, min: number, max: number): boolean {
  const number = parseNumber(value);
  return number !== undefined && number >= min && number <= max;
}

/** Sizes of pools are whole multiples of their alignment. */
const pool = formed('pool', {
  test(value) {
    const bytes = parseSize(value);
    return bytes !== undefined && bytes >= 112 && bytes % 16 === 0;
  },
});
const powersOfTwo = (low: number, high: number): string[] => {
  const words = [];
  for (let bytes = low; bytes <= high; bytes *= 2) words.push(bytes < 1024 ? `${bytes}` : `${bytes / 1024}k`);
  return words;
};

/** What functions take that check a value once it is read. */
const checks: ReadonlyMap<string, Grammar> = new Map([
  ['http_gzip_window', one(sizes(...powersOfTwo(512, 32_768)))],
  ['http_gzip_hash', one(sizes(...powersOfTwo(512, 131_072)))],
  ['http_core_pool_size', one(pool)],
  ['http_v2_pool_size', one(pool)],
  ['http_v2_chunk_size', one(size(1))],
  ['http_v2_recv_buffer_size', one(size(17))],
  [
    'http_v2_streams_index_mask',
    one(formed('power', { test: (value) => Number.isInteger(Math.log2(parseNumber(value) ?? 0)) })),
  ],
]);

/** What is looked at when the levels are merged. */
const merged: ReadonlyMap<string, Grammar> = new Map([
  ...['proxy', 'fastcgi', 'uwsgi', 'scgi'].map((family) => [`${family}_buffers`, one(number(2), size(1))] as const),
  // A hash that is never empty and never inherited; a bucket is aligned to the lines of the cache and has 16 bits (`ngx_hash_init`).
  ['variables_hash_bucket_size', one(number(1, 65_472))],
  ['variables_hash_max_size', one(number(1))],
]);

/** Setters whose words the table of directives has. */
const wordSetters: ReadonlyMap<string, (words: readonly string[]) => Grammar> = new Map([
  ['conf_set_enum_slot', (words) => one(anyCase(words))],
  ['conf_set_bitmask_slot', (words) => several(anyCase(words))],
]);

/** Words that macros or other functions hold. */
const moreWords: ReadonlyMap<string, readonly string[]> = new Map([
  ['userid', ['off', 'log', 'v1', 'on']],
  [
    'userid_flags',
    ['off', 'httponly', 'nohttponly', 'secure', 'nosecure', 'samesite=strict', 'samesite=lax', 'samesite=none', 'nosamesite'],
  ],
  ['debug_points', ['stop', 'abort']],
]);

const setters: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  // core/ngx_conf_file.c, core/ngx_file.c
  ['conf_set_flag_slot', one(onOff)],
  ['conf_set_num_slot', one(number())],
  ['conf_set_size_slot', one(size())],
  ['conf_set_off_slot', one(offset)],
  ['conf_set_msec_slot', one(ms())],
  ['conf_set_sec_slot', one(seconds)],
  ['conf_set_bufs_slot', one(number(1), size(1))],
  ['conf_set_access_slot', several(formed('access', /^(?:user|group|all):rw?$/))],
  ['conf_set_path_slot', { words: [text], rest: number(1, 10) }],
  // http/ngx_http_script.c, stream/ngx_stream_script.c
  ['http_set_complex_value_size_slot', one(compiled(size()))],
  ['stream_set_complex_value_size_slot', one(compiled(size()))],
  // core/nginx.c, core/ngx_thread_pool.c, event/ngx_event.c
  ['set_worker_processes', one(or(number(), 'auto'))],
  ['set_priority', one(formed('priority', /^[-+]?\d+$/))],
  ['set_cpu_affinity', ([first]) => (first === 'auto' ? { words: [text, affinity], closed: true } : several(affinity))],
  [
    'thread_pool',
    {
      words: [text],
      parameters: { 'threads=': valued(number(1)), 'max_queue=': valued(number()) },
      rest: text,
      needs: ['threads='],
    },
  ],
  ['event_use', one(word('epoll', 'kqueue', 'eventport', '/dev/poll', 'poll', 'select', 'iocp'))],
  ['event_connections', one(number())],
  ['event_debug_connection', one(or(cidrOrName, 'unix:'))],
  ['error_log', errorLog],
  // http core and upstream
  ['http_core_error_log', errorLog],
  ['http_core_listen', httpListen],
  ['http_core_server_name', several(serverName)],
  ['http_core_resolver', resolver()],
  ['http_upstream_resolver', resolver()],
  ['http_core_keepalive', one(ms(), seconds)],
  ['http_core_directio', one(or(offset, 'off'))],
  ['http_core_set_aio', { parameters: { off: flag, on: flag, threads: flag, 'threads=': valued(text) } }],
  [
    'http_core_open_file_cache',
    { parameters: { 'max=': valued(number(1)), 'inactive=': valued(seconds), off: flag }, needs: ['max=', 'off'] },
  ],
  ['http_core_error_page', errorPage],
  [
    'http_core_limit_except',
    several(anyCase('GET HEAD POST PUT DELETE MKCOL COPY MOVE OPTIONS PROPFIND PROPPATCH LOCK UNLOCK PATCH'.split(' '))),
  ],
  ['http_core_location', (args) => (args.length === 2 ? one(formed('location', /^(?:=|\^~|~\*?)$/), text) : several(text))],
  ['http_core_root', one(formed('rootVariable', { test: (path) => !/\$\{?(?:document|realpath)_root/.test(path) }))],
  [
    'http_disable_symlinks',
    (args) => ({
      parameters: { off: flag, on: flag, if_not_owner: flag, 'from=': valued(text) },
      needs: args.length > 1 ? ['from='] : ['off', 'on', 'if_not_owner'],
      apart: [['off', ['from=']]],
    }),
  ],
  ['http_upstream_server', upstreamServer('http')],
  ['http_upstream_zone', one(filled, size(eightPages))],
  ['http_upstream_hash', one(text, word('consistent'))],
  ['http_upstream_random', random],
  ['http_upstream_least_time', one(anyCase(['header', 'last_byte']), word('inflight'))],
  ['http_upstream_sticky', sticky],
  [
    'http_upstream_keepalive',
    (_, ranges) => ({
      words: [number(all(ranges, before('1.29.7')) ? 1 : 0)],
      parameters: { local: from('1.29.7'), single: sold },
    }),
  ],
  ['http_upstream_bind_set_slot', bind],
  ['http_upstream_param_set_slot', one(text, text, word('if_not_empty'))],
  ['http_file_cache_set_slot', cachePath],
  ['http_file_cache_valid_set_slot', { last: seconds, rest: status }],
  // http modules
  ['http_access_rule', one(or(cidr, 'all', 'unix:'))],
  ['http_realip_from', one(or(cidrOrName, 'unix:'))],
  ['http_geoip_proxy', one(or(cidr, '255.255.255.255'))],
  ['http_geoip_country', one(text, word('utf8'))],
  ['http_geoip_city', one(text, word('utf8'))],
  ['http_geoip_org', one(text, word('utf8'))],
  [
    'http_limit_req',
    {
      parameters: {
        'zone=': valued(filled),
        'burst=': valued(number(1)),
        'delay=': valued(number(1)),
        nodelay: flag,
        dry_run: sold,
        'forbid_action=': sold,
      },
      needs: ['zone='],
    },
  ],
  ['http_limit_req_zone', limitZone({ 'rate=': valued(rate), sync: sold })],
  ['http_limit_conn', one(filled, number(1, 65535))],
  ['http_limit_conn_zone', limitZone()],
  ['http_log_set_log', accessLog()],
  ['http_log_set_format', logFormat],
  ['http_log_open_file_cache', logFileCache],
  ['http_headers_add', one(text, text, word('always'))],
  ['http_headers_expires', expires],
  ['http_rewrite_return', returned],
  ['http_rewrite', one(text, filled, word('last', 'break', 'redirect', 'permanent'))],
  ['http_rewrite_set', one(variable, text)],
  [
    'http_try_files',
    (args) =>
      args.at(-1)?.startsWith('=')
        ? { last: formed('finalCode', { test: (value) => within(value.slice(1), 0, 999) }), rest: text }
        : several(text),
  ],
  ['http_auth_request_set', one(variable, text)],
  ['http_perl_set', one(variable, text)],
  ['http_map_block', one(text, variable)],
  ['conf_split_clients_block', one(text, variable)],
  ['http_geo_block', several(variable)],
  ['http_index_set_index', several(filled)],
  ['http_sub_filter', one(filled, text)],
  ['http_valid_referers', several(referer)],
  ['http_image_filter', imageFilter],
  ['http_image_filter_jpeg_quality', one(compiled(number(1)))],
  ['http_image_filter_webp_quality', one(compiled(number(1)))],
  ['http_userid_expires', one(or(seconds, 'max', 'off'))],
  ['http_userid_mark', one(formed('mark', /^(?:off|[\dA-Za-z=])$/))],
  [
    'http_modern_browser',
    (args) =>
      args.length === 1
        ? one(word('unlisted'))
        : one(anyCase(['msie', 'gecko', 'safari', 'opera', 'konqueror']), formed('version', /^[\d.]*$/)),
  ],
  ['http_degradation', { parameters: { 'sbrk=': valued(size()) } }],
  ['http_ssl_session_cache', sessionCache],
  ['http_ssl_certificate_cache', certificateCache],
  ['http_proxy_ssl_certificate_cache', certificateCache],
  ['http_grpc_ssl_certificate_cache', certificateCache],
  ['http_uwsgi_ssl_certificate_cache', certificateCache],
  ['http_ssl_ocsp_cache', ocspCache],
  ['http_ssl_enable', one(onOff)],
  ['http_proxy_pass', one(compiled({ kind: 'url', schemes: ['http://', 'https://'], use: 'path' }))],
  ['http_grpc_pass', pass('grpc://', 'grpcs://')],
  ['http_uwsgi_pass', pass('uwsgi://', 'suwsgi://')],
  ['http_fastcgi_pass', pass()],
  ['http_scgi_pass', pass()],
  ['http_proxy_cache', one(filled)],
  ['http_fastcgi_cache', one(filled)],
  ['http_scgi_cache', one(filled)],
  ['http_uwsgi_cache', one(filled)],
  ['http_fastcgi_split_path_info', one(captures)],
  ['http_memcached_pass', one(target())],
  ['http_tunnel_pass', pass()],
  ['http_proxy_cookie_domain', pairOr('off')],
  ['http_proxy_cookie_path', pairOr('off')],
  ['http_proxy_cookie_flags', pairOr('off')],
  ['http_proxy_redirect', pairOr('off', 'default')],
  ['http_upload_progress', one(text, size(eightPages))],
  ['http_lua_code_cache', one(onOff)],
  ['stream_lua_code_cache', one(onOff)],
  ['http_lua_shared_dict', one(text, size(8192))],
  // stream
  ['stream_core_error_log', errorLog],
  ['stream_core_listen', streamListen],
  ['stream_core_server_name', several(serverName)],
  ['stream_core_resolver', resolver()],
  ['stream_upstream_resolver', resolver()],
  ['stream_upstream_server', upstreamServer('stream')],
  ['stream_upstream_zone', one(filled, size(eightPages))],
  ['stream_upstream_hash', one(text, word('consistent'))],
  ['stream_upstream_random', random],
  ['stream_upstream_least_time', one(anyCase(['connect', 'first_byte', 'last_byte']), word('inflight'))],
  ['stream_access_rule', one(or(cidr, 'all', 'unix:'))],
  ['stream_realip_from', one(or(cidrOrName, 'unix:'))],
  ['stream_limit_conn', one(filled, number(1, 65535))],
  ['stream_limit_conn_zone', limitZone()],
  ['stream_log_set_log', accessLog('log_format')],
  ['stream_log_set_format', logFormat],
  ['stream_log_open_file_cache', logFileCache],
  ['stream_lua_shared_dict', one(text, size(8192))],
  ['stream_map_block', one(text, variable)],
  ['stream_geo_block', several(variable)],
  ['stream_geoip_country', one(text, word('utf8'))],
  ['stream_geoip_city', one(text, word('utf8'))],
  ['stream_geoip_org', one(text, word('utf8'))],
  ['stream_set', one(variable, text)],
  ['stream_ssl_session_cache', sessionCache],
  ['stream_ssl_certificate_cache', certificateCache],
  ['stream_proxy_ssl_certificate_cache', certificateCache],
  ['stream_ssl_ocsp_cache', ocspCache],
  ['stream_proxy_pass', pass()],
  ['stream_pass', one(compiled(addressWithPort))],
  ['stream_proxy_bind', bind],
  // mail
  ['mail_core_error_log', errorLog],
  ['mail_core_listen', mailListen],
  ['mail_core_resolver', resolver('off')],
  ['mail_core_protocol', one(word('imap', 'pop3', 'smtp'))],
  ['mail_auth_http', one({ kind: 'url', schemes: ['http://'], use: 'path', bare: true })],
  ['mail_realip_from', one(or(cidrOrName, 'unix:'))],
  ['mail_ssl_enable', one(onOff)],
  ['mail_ssl_session_cache', sessionCache],
  ['mail_ssl_starttls', one(anyCase(['off', 'on', 'only']))],
]);
