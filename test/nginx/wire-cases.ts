import { mainFile } from './main-file.ts';
import { listen } from './wire.ts';

/** A random configuration in which one nginx proxies to one backend in many ways; the same seed gives the same text. */
export interface World {
  readonly files: ReadonlyMap<string, string>;
  readonly passes: readonly WirePass[];
}

export interface WirePass {
  /** Stands in a comment at the end of the line of its `proxy_pass`, which may serve several locations. */
  readonly mark: string;
  /** Stands in comments at the ends of its upstream's lines; undefined for a literal address. */
  readonly pool: string | undefined;
  readonly host: string;
  readonly path: string;
  /** Whether its upstream keeps connections at all. */
  readonly pooled: boolean;
  /** A map chooses its upstream: for all the configuration tells, any of them. */
  readonly mapped: boolean;
  /** Marks of the `proxy_set_header Connection` lines that apply. */
  readonly connection: readonly string[];
  /** Marks of the `keepalive_timeout` lines around it and of the `keepalive_requests` lines, innermost first. */
  readonly client: readonly (readonly string[])[];
}

export interface Surroundings {
  /** The backend's. */
  readonly port: number;
  /** Whether nginx keeps connections by default (since 1.29.7). */
  readonly modern: boolean;
}

type Line = string | { readonly head: string; readonly body: readonly Line[] };
/** What one level says, and the marks of what applies there. */
interface Level {
  readonly lines: readonly Line[];
  /** Whether it replaces the headers of the level around it. */
  readonly replaces: boolean;
  readonly connection: readonly string[];
  readonly client: Readonly<Record<string, readonly string[]>>;
}

/** What requests of one server are proxied to. */
interface Target {
  /** Of its upstream's lines; undefined for a literal address. */
  readonly mark: string | undefined;
  readonly name: string;
  readonly pooled: boolean;
  readonly upstream: readonly Line[];
}

export function worldOf(seed: number, size: number, { port, modern }: Surroundings): World {
  const { number, chance, pick, some, insert } = random(seed);
  const files = new Map<string, string>();
  const passes: WirePass[] = [];
  let made = 0;

  const nothing = { connection: [], client: {} };
  const shared = level(0.6, nothing);
  fragment('snippets/shared.conf', shared.lines);
  fragment('snippets/map.conf', ["'' close;", 'default upgrade;']);
  const targets = Array.from({ length: size }, (_, i) => targetOf(i));
  const pools = targets.filter((t) => t.mark !== undefined);
  const sharedTarget = pools[0] ?? targets[0]!;
  const sharedLocation = level(0.5, nothing);
  const http = level(0.5, nothing);
  const servers = targets.map(serverOf);

  fragment('snippets/go.conf', ['proxy_pass http://$to; # go']);
  const body = insert(sharedLocation.lines, `proxy_pass http://${sharedTarget.name}; # all`);
  fragment('snippets/location.conf', [{ head: 'location /all/', body }]);
  const hosts = targets.flatMap((t, i) => (t.mark === undefined ? [] : [`h${i}.test ${quoted(t.name)}`]));
  const main: Line[] = [...maps, map('$host', '$by_host', ...hosts, `default ${sharedTarget.name}`), ...http.lines];
  const upstreams = pools.flatMap((t) => t.upstream);
  const split = chance(0.4);
  if (split) main.push(`include ${fragment('upstreams.conf', upstreams)};`);
  const early = chance(0.5);
  if (!split && early) main.push(...upstreams);
  for (const [i, server] of servers.entries())
    if (chance(0.3)) fragment(`conf.d/${i}.conf`, [server]);
    else main.push(server);
  // A folder that does not exist would leave open what stands in it.
  if ([...files.keys()].some((path) => path.startsWith('conf.d/'))) main.push('include conf.d/*.conf;');
  if (!split && !early) main.push(...upstreams);
  files.set('nginx.conf', mainFile(print(main, '    ', ' {', 1)));
  return { files, passes };

  function targetOf(i: number): Target {
    if (chance(0.1)) return { mark: undefined, name: `127.0.0.1:${port}`, pooled: false, upstream: [] };
    const mark = `u${i}`;
    const name = pick([`pool${i}`, `Pool_${i}`, `api-${i}.internal`]);
    const { lines, pooled } = poolOf();
    const written = lines.map((line) => `${line} # ${mark}`);
    const cut = Math.floor(number() * written.length);
    const body = chance(0.15)
      ? [
          ...written.slice(0, cut),
          `include ${fragment(`snippets/${mark}.conf`, written.slice(cut, cut + 1))};`,
          ...written.slice(cut + 1),
        ]
      : written;
    const upstream = { head: `upstream ${quoted(name)}`, body };
    return { mark, name, pooled, upstream: [upstream] };
  }

  function serverOf(target: Target, i: number): Line {
    const host = `h${i}.test`;
    const server = level(0.3, http);
    const body: Line[] = [
      listen,
      `server_name ${host};`,
      'set $by_set "";',
      { head: 'if ($http_upgrade)', body: ['set $by_set upgrade;'] },
      `set $shut ${pick(['close', '"close"', 'Close'])};`,
      'set $clear "";',
      'set $none "";',
      ...some([{ head: 'if ($request_method = POST)', body: ['set $clear close;'] }], 0.1),
    ];
    const early = chance(0.7);
    if (early) body.push(...server.lines);
    const add = (mark: string, path: string, to: Target, { connection, client }: Level, form?: Form) =>
      passes.push({
        mark,
        pool: to.mark,
        host,
        path,
        pooled: to.pooled,
        mapped: form === 'mapped',
        connection,
        // A request that was sent on to a named location has met what applies where it came from.
        client: [...Object.values(client), ...(form === 'named' ? Object.values(server.client) : [])],
      });
    const count = pick([1, 1, 1, 2, 3]);
    for (let j = 0; j < count; j++) {
      const own = level(0.35, server);
      const inner = level(0.4, own);
      const to = chance(0.3) ? pick(targets) : target;
      const form = pick(to.mark === undefined || to !== target ? forms.filter((f) => !indirect.has(f)) : forms);
      // Where another location could have run before, what a variable holds would be open.
      const alone = count === 1 && !form.startsWith('nested');
      const set = alone ? some(['set $shut "";', 'set $clear close;', 'set $by_set close;'], 0.1) : [];
      const mark = form === 'shared' ? 'go' : `p${i}_${j}`;
      const name = chance(0.1) ? to.name.toUpperCase() : to.name;
      body.push(...locationsOf(form, mark, `/${j}/`, name, [...set, ...own.lines], inner.lines));
      add(mark, `/${j}/x?a=1`, to, form.startsWith('nested') ? inner : own, form);
    }
    if (chance(0.2)) {
      body.push('include snippets/location.conf;');
      add('all', '/all/x', sharedTarget, within(sharedLocation, server));
    }
    if (!early) body.push(...server.lines);
    return { head: 'server', body };
  }

  function poolOf(): { lines: string[]; pooled: boolean } {
    const server = `server 127.0.0.1:${port}${pick(['', '', ' weight=5', ' max_fails=0 fail_timeout=1s'])};`;
    const keepalive = `keepalive ${pick([1, 2, 8, 32])}${modern && chance(0.2) ? ' local' : ''};`;
    const method = pick(['least_conn;', 'ip_hash;', 'hash $request_uri consistent;', 'random two least_conn;', 'random;']);
    const settings = some(['keepalive_timeout 30s;', 'keepalive_requests 1000;'], 0.2);
    const zone = chance(0.2) ? [`zone z${made++} 64k;`] : [];
    switch (pick(['plain', 'none', 'zero', 'plain', 'ordered', 'plain'])) {
      case 'none':
        return { lines: [...zone, ...(chance(0.3) ? [method] : []), server], pooled: modern };
      case 'zero':
        if (modern) return { lines: [server, 'keepalive 0;'], pooled: false };
        return { lines: [keepalive, server], pooled: true };
      case 'ordered': {
        const lines = shuffle([server, keepalive, method]);
        return { lines: [...zone, ...lines, ...settings], pooled: true };
      }
      default:
        return { lines: [...zone, server, keepalive, ...settings], pooled: true };
    }
  }

  /** A location that proxies to an address, in one of the ways that people write it. */
  function locationsOf(
    form: Form,
    mark: string,
    path: string,
    address: string,
    own: readonly Line[],
    inner: readonly Line[],
  ): Line[] {
    const to = (rest = '') => `proxy_pass ${quoted(`http://${address}${rest}`)}; # ${mark}`;
    const block = (body: readonly Line[], head = `location ${path}`): Line => ({ head, body });
    switch (form) {
      case 'path':
        return [block(insert(own, to(pick(['/', '/api/', '/v1']))))];
      case 'uri':
        return [block(insert(own, to(pick(['$request_uri', '$uri$is_args$args', '/v1$request_uri']))))];
      case 'capture':
        return [block(insert(own, to('/$1')), `location ~ ^${path}(.*)$`)];
      case 'scheme':
        return [block(insert(own, `proxy_pass $scheme://${address}; # ${mark}`))];
      case 'variable':
        return [
          block([
            `set $to ${quoted(address)};`,
            // biome-ignore lint/suspicious/noTemplateCurlyInString: nginx puts the variable in
            ...insert(own, `proxy_pass ${pick(['http://$to', '"http://${to}"'])}; # ${mark}`),
          ]),
        ];
      case 'shared':
        return [block([`set $to ${quoted(address)};`, ...insert(own, 'include snippets/go.conf;')])];
      case 'mapped':
        return [block(insert(own, `proxy_pass http://$by_host; # ${mark}`))];
      case 'whole':
        return [`set $whole_${mark} http://${address};`, block(insert(own, `proxy_pass $whole_${mark}; # ${mark}`))];
      case 'if':
        return [block([...own, { head: 'if ($request_method = GET)', body: [to()] }])];
      case 'limit':
        return [block([...own, { head: 'limit_except POST', body: [to()] }])];
      case 'nested':
        return [block([...own, block(insert(inner, to()), `location ${path}x`)])];
      case 'nested fragment':
        return [
          block([...own, `include ${fragment(`snippets/${mark}.conf`, [block(insert(inner, to()), `location ${path}x`)])};`]),
        ];
      case 'named':
        return [block([`try_files /nothing/here @${mark};`]), block(insert(own, to()), `location @${mark}`)];
      case 'fragment':
        return [block([`include ${fragment(`snippets/${mark}.conf`, insert(own, to()))};`])];
      case 'fragment of pass':
        return [block(insert(own, `include ${fragment(`snippets/${mark}.conf`, [to()])};`))];
      case 'regex':
        return [block(insert(own, to()), `location ~ "^${path}.{1,9}$"`)];
      default:
        return [oneLine(own, path, to(), mark) ?? block(insert(own, to()))];
    }
  }

  /** Sometimes a location in one line, which then has the mark of its pass alone. */
  function oneLine(own: readonly Line[], path: string, pass: string, mark: string): string | undefined {
    const words = insert(own, pass).map((line) => (typeof line === 'string' ? line.replace(/ # [kp]\w+$/, '') : '#'));
    const text = `location ${path} { ${words.join(' ')} } # ${mark}`;
    return chance(0.3) && !words.some((word) => /[#\n]/.test(word)) ? text : undefined;
  }

  /** What one level says about connections, sometimes in an included file. */
  function level(probability: number, outer: Pick<Level, 'connection' | 'client'>): Level {
    if (outer !== nothing && chance(0.1)) return { ...within(shared, outer), lines: ['include snippets/shared.conf;'] };
    const lines: Line[] = [];
    let { client } = outer;
    let { connection } = outer;
    let replaces = false;
    const right = chance(probability / 2);
    if (right || chance(probability)) lines.push(`proxy_http_version ${right ? '1.1' : pick(versions)};`);
    if (right || chance(probability)) {
      const marks: string[] = [];
      const written = headers(marks, right);
      replaces = written.length > 0;
      if (replaces) connection = marks;
      lines.push(...written);
    }
    if (chance(probability / 8)) {
      const line = pick(clientLines);
      const mark = `c${made++}`;
      client = nested({ [line.split(' ')[0]!]: [mark] }, client);
      lines.push(`${line} # ${mark}`);
    }
    if (lines.length === 0 || chance(0.8)) return { lines, replaces, connection, client };
    const cut = Math.floor(number() * lines.length);
    const inner = fragment(`snippets/part${made++}.conf`, lines.slice(cut));
    const via = chance(0.3) ? fragment(`snippets/more${made++}.conf`, [`include ${inner};`]) : inner;
    return { lines: [...lines.slice(0, cut), `include ${quoted(via)};`], replaces, connection, client };
  }

  /** The same level inside another one. */
  function within(inner: Level, outer: Pick<Level, 'connection' | 'client'>): Level {
    const connection = inner.replaces ? inner.connection : outer.connection;
    return { ...inner, connection, client: nested(inner.client, outer.client) };
  }

  function headers(marks: string[], right: boolean): string[] {
    const name = pick(['Connection', 'Connection', 'Connection', 'connection', 'CONNECTION', '"Connection"']);
    const values = right ? ['""'] : chance(0.6) ? [pick(connectionValues), ...some(['""'], 0.05)] : [];
    let lines = [...some([pick(hostHeaders)], 0.4), ...some(otherHeaders, 0.2)];
    for (const value of values) {
      const mark = `k${made++}`;
      marks.push(mark);
      lines = insert(lines, `proxy_set_header ${name} ${value}; # ${mark}`);
    }
    return lines;
  }

  function fragment(path: string, lines: readonly Line[]): string {
    const text = print(lines, pick(['  ', '\t', '    ']), pick([' {', '{', '\n{']));
    files.set(path, chance(0.1) ? text.replaceAll('\n', '\r\n') : text);
    return path;
  }

  function quoted(word: string): string {
    return chance(0.1) ? `"${word}"` : word;
  }

  function shuffle<T>(all: readonly T[]): T[] {
    return all.reduce<T[]>((done, one) => insert(done, one), []);
  }
}

const forms = [
  'plain',
  'plain',
  'plain',
  'path',
  'uri',
  'capture',
  'scheme',
  'variable',
  'whole',
  'shared',
  'mapped',
  'if',
  'limit',
  'nested',
  'nested fragment',
  'named',
  'fragment',
  'fragment of pass',
  'regex',
] as const;
type Form = (typeof forms)[number];
/** Those in which a variable holds the address. */
const indirect: ReadonlySet<Form> = new Set(['variable', 'whole', 'shared', 'mapped']);

const versions = ['1.1', '1.1', '1.1', '"1.1"', '1.0', "'1.0'"];

const connectionValues = [
  ...Array<string>(8).fill('""'),
  "''",
  'close',
  '"close"',
  'Close',
  '"close, te"',
  'keep-alive',
  'Keep-Alive',
  '"keep-alive"',
  '"upgrade"',
  '$http_connection',
  '$shut_unless_upgrade',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: nginx puts the variable in
  '${shut_unless_upgrade}',
  '$clear_unless_upgrade',
  '$shut_by_default',
  '$shut_by_regex',
  '$clear_by_regex',
  '$follows',
  '$always_clear',
  '$always_shut',
  '$no_default',
  '$shut_volatile',
  '$shut_included',
  '$shut_by_flag',
  '$Clear_Unless_Upgrade',
  '"$none$shut"',
  '$HTTP_CONNECTION',
  '$by_set',
  '$shut',
  '$clear',
  '$by_method',
  `'""'`,
  '"clo\\se"',
];

const map = (source: string, variable: string, ...entries: string[]): Line => ({
  head: `map ${source} ${variable}`,
  body: entries.map((entry) => `${entry};`),
});

const maps: readonly Line[] = [
  map('$http_upgrade', '$shut_unless_upgrade', 'default upgrade', "'' close"),
  map('$http_upgrade', '$clear_unless_upgrade', 'default upgrade', '"" ""'),
  map('$http_upgrade', '$shut_by_default', 'default close', 'websocket upgrade'),
  map('$http_upgrade', '$shut_by_regex', '~. upgrade', 'default close'),
  map('$http_upgrade', '$clear_by_regex', '~*^websocket$ upgrade', "default ''"),
  map('$shut_unless_upgrade', '$follows', 'close ""', 'default $shut_unless_upgrade'),
  map('$HTTP_UPGRADE', '$shut_volatile', 'volatile', "'' close", 'default upgrade'),
  map('$http_upgrade', '$shut_included', 'include snippets/map.conf'),
  map('$http_upgrade', '$asks', 'default 1', "'' 0"),
  map('$asks', '$shut_by_flag', '1 upgrade', '0 close'),
  map('$host', '$always_clear', "default ''"),
  map('$host', '$always_shut', 'default close'),
  map('$http_upgrade', '$no_default', 'websocket upgrade'),
  map('$request_method', '$by_method', "default ''", 'POST close'),
];

const hostHeaders = [
  'proxy_set_header Host $host;',
  'proxy_set_header Host $http_host; # as the client wrote it',
  'proxy_set_header host backend.test;',
];

const otherHeaders = [
  'proxy_set_header X-Real-IP $remote_addr;',
  'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
  'proxy_set_header X-Forwarded-Proto $scheme;',
  'proxy_set_header X-Note "a; b {c} # d";',
  `proxy_set_header X-Odd 'it\\'s "so"';`,
  'proxy_set_header\n    X-Long # two lines\n    "two words";',
  'proxy_set_header Upgrade $http_upgrade;',
  'proxy_set_header X-A 1; proxy_set_header X-B 2;',
];

const clientLines = [
  'keepalive_timeout 0;',
  'keepalive_timeout 0s;',
  'keepalive_timeout 65;',
  'keepalive_timeout 30s 30;',
  'keepalive_timeout 0 30;',
  'keepalive_requests 0;',
  'keepalive_requests 1;',
  'keepalive_requests 1000;',
];

function print(lines: readonly Line[], unit: string, open: string, depth = 0): string {
  const indent = unit.repeat(depth);
  const written = lines.map((line) => {
    if (typeof line === 'string') return line;
    // Glued to a quote or to a dollar, a brace is no longer a brace.
    const brace = open === '{' && /["')$]$/.test(line.head) ? ' {' : open.replace('\n', `\n${indent}`);
    return `${line.head}${brace}\n${print(line.body, unit, open, depth + 1)}${indent}}`;
  });
  return written.map((text) => `${indent}${text}\n`).join('');
}

function nested(inner: Level['client'], outer: Level['client']): Level['client'] {
  const names = new Set([...Object.keys(inner), ...Object.keys(outer)]);
  return Object.fromEntries([...names].map((name) => [name, [...(inner[name] ?? []), ...(outer[name] ?? [])]]));
}

/** Mulberry32: small, and the same on every machine. */
function random(seed: number) {
  let state = seed >>> 0;
  const number = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const chance = (probability: number) => number() < probability;
  return {
    number,
    chance,
    pick: <T>(all: readonly T[]): T => all[Math.floor(number() * all.length)]!,
    some: <T>(all: readonly T[], probability: number): T[] => all.filter(() => chance(probability)),
    /** The list with one more element, anywhere. */
    insert<T>(all: readonly T[], one: T): T[] {
      const at = Math.floor(number() * (all.length + 1));
      return [...all.slice(0, at), one, ...all.slice(at)];
    },
  };
}
