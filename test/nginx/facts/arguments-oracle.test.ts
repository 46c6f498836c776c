import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseVersion } from '../../../server/src/core/version.ts';
import { mistakes } from '../../../server/src/nginx/facts/arguments.ts';
import { type DirectiveFact, directive, directiveNames, type Form, takes } from '../../../server/src/nginx/facts/directives.ts';
import { shapeOf } from '../../../server/src/nginx/facts/setters.ts';

const version = parseVersion('1.22.1')!;
const ranges = [{ min: version, max: version }];
const folder = mkdtempSync(join(tmpdir(), 'arguments-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { error, stderr: printed } = spawnSync('nginx', ['-v'], { encoding: 'utf8' });
const missing = error
  ? 'nginx is not installed'
  : printed.includes('nginx/1.22.1')
    ? undefined
    : `${printed.trim()} is not 1.22.1`;
if (missing) console.log(`skipped: ${missing}`);

/** Arguments that nginx takes; one of them after the other is replaced. A directive without any takes every word of `words` alone. */
const accepted: Readonly<Record<string, string>> = {
  access_log: 'FOLDER/log combined buffer=32k',
  add_header: 'name value always',
  auth_request_set: '$name value',
  client_body_temp_path: 'FOLDER/body 1 2',
  disable_symlinks: 'on from=/srv',
  error_log: 'FOLDER/log warn',
  error_page: '404 =200 /x',
  expires: 'modified 1h',
  fastcgi_buffers: '8 4k',
  fastcgi_cache_path: 'FOLDER/cache keys_zone=a:1m',
  fastcgi_cache_valid: '200 1m',
  fastcgi_param: 'name value if_not_empty',
  geo: '$from $name',
  gunzip_buffers: '8 4k',
  gzip_buffers: '8 4k',
  hash: '$uri consistent',
  image_filter: 'resize 10 10',
  keepalive: '1',
  keepalive_timeout: '10 10',
  large_client_header_buffers: '4 8k',
  limit_conn_zone: '$uri zone=a:1m',
  limit_except: 'GET',
  limit_req_zone: '$uri zone=a:1m rate=1r/s',
  listen: '127.0.0.1:8098',
  location: '= /y',
  log_format: 'name escape=json text',
  map: '$uri $name',
  open_file_cache: 'max=10 inactive=1m',
  open_log_file_cache: 'max=10 min_uses=2',
  output_buffers: '2 4k',
  proxy_bind: '127.0.0.1 transparent',
  proxy_buffers: '8 4k',
  proxy_cache_path: 'FOLDER/cache keys_zone=a:1m',
  proxy_cache_valid: '200 1m',
  random: 'two least_conn',
  resolver: '127.0.0.1 valid=1m',
  return: '200 text',
  rewrite: '^ /x last',
  scgi_buffers: '8 4k',
  server: '127.0.0.1:8097 weight=1',
  set: '$name value',
  split_clients: '$uri $name',
  ssl_session_cache: 'builtin shared:a:1m',
  sub_filter: 'one two',
  thread_pool: 'name threads=1',
  try_files: '$uri =404',
  uwsgi_buffers: '8 4k',
  zone: 'name 64k',
};

const words =
  'on off On yes 0 1 2 9 100 404 600 70000 1k 64K 1m 1g 1kb 1.5 -1 +1 1s 500ms 1y 1h30m 30m1h 1H abc 127.0.0.1 127.0.0.1:80 127.0.0.1:0 :80 [::1]:80 [::1 10.0.0.0/8 10.0.0.0/33 all any unix: unix:/run/s http://127.0.0.1 http://127.0.0.1/x auto max = =200 =x @1h @25h user:rw a:1m a:8k a: always GET 1:2 default * .x 01 $uri'.split(
    ' ',
  );
/** After the name of a parameter. */
const values =
  ',0,1,10,70000,1k,1m,1g,1s,500ms,1y,on,off,x,a:1m,a:4k,1:2,3,30:10:3,30m::,::,10r/s,10r,127.0.0.1,json,-1,1.5,max'.split(',');

/** What no text shows, what other rules say, and what several directives make together. */
const elsewhere = new RegExp(
  [
    'host not found|open\\(\\)|mkdir\\(\\)|bind\\(\\)|pcre2?_compile|unknown directive|unsupported on this platform|could not build',
    'zone .* is unknown|zero size shared memory|unknown ".*" variable|unknown log format|unknown thread pool|already (?:bound|defined)',
    'no port in upstream "|no servers in upstream|no "ssl_certificate"|is duplicate|the duplicate "|conflicting parameter|is not allowed here',
    'should be placed after the "proxy_pass"|_(?:busy_buffers_size|temp_file_write_size|max_temp_file_size)" must be',
  ].join('|'),
);

/** Parameters of other systems, of products that are sold and of later releases of them. */
const lenient =
  /setfib=|slow_start=|s?id=|route=|drain|purger|status_zone=|local=|dry_run|sync|single|http3|least_time=|^aio on/;

interface Case {
  readonly fact: DirectiveFact;
  readonly form: Form;
  readonly args: readonly string[];
  readonly text: string;
}

test.skipIf(missing !== undefined)(
  'nginx -t and the tables agree about values of every directive',
  async () => {
    const all = [...cases()];
    // As many as fit into some seconds, from all of them; KEEPALINT_VALUES=all takes them all.
    const step = process.env.KEEPALINT_VALUES === 'all' ? 1 : all.length / 1000;
    const queue = Array.from({ length: Math.floor(all.length / step) }, (_, i) => all[Math.floor(i * step)]!);
    const differences: string[] = [];
    let agreed = 0;
    let refused = 0;
    let others = 0;
    const work = async (worker: number) => {
      for (let next = queue.pop(); next; next = queue.pop()) {
        const { fact, form, args, text } = next;
        const said = await nginx(text, worker);
        const ours = mistakes(fact, form, args, ranges);
        if ((said === undefined) === (ours.length === 0)) {
          agreed++;
          if (said !== undefined) refused++;
        } else if ((said !== undefined && elsewhere.test(said)) || lenient.test(`${fact.name} ${args.join(' ')}`)) others++;
        else
          differences.push(
            `${fact.namespace} ${fact.name} ${args.join(' ')}: ${said ?? `accepted, not ${ours[0]!.reason.kind}`}`,
          );
      }
    };
    await Promise.all([work(0), work(1)]);
    console.log(
      `${all.length} values, ${agreed} of ${agreed + others + differences.length} judged alike, ${refused} of them refused; ${others} refused for another cause`,
    );
    expect(differences).toEqual([]);
    expect(refused).toBeGreaterThan(300);
  },
  process.env.KEEPALINT_VALUES === 'all' ? 3_600_000 : 180_000,
);

function* cases(): Generator<Case> {
  let turn = 0;
  for (const name of [...directiveNames()].sort())
    for (const fact of directive(name)) {
      const form = fact.forms.findLast((f) => (f.from ?? 0) <= version);
      if (!form || fact.first === undefined || fact.first > version || (fact.last ?? version) < version) continue;
      const context = form.contexts.find((c) => c in around[fact.namespace]!);
      const shape = shapeOf(fact, form);
      if (!context || !shape || /geoip|^daemon$/.test(name)) continue;
      const known = (accepted[name] ?? '').replace('FOLDER', folder).split(' ').filter(Boolean);
      const base = known.length > 0 ? known : [''];
      const of = (args: readonly string[]): Case => ({ fact, form, args, text: configuration(fact, form, context, args) });
      for (let count = 1; count <= base.length; count++) {
        if (!takes(form, count)) continue;
        const some = base.slice(0, count);
        if (known.length > 0) yield of(some);
        // Every directive meets some of the words, all of them together every one.
        for (let i = 0; i < count; i++) for (let k = 0; k < 8; k++) yield of(some.with(i, words[(turn++ * 7) % words.length]!));
      }
      const { parameters = {} } = typeof shape === 'function' ? shape(base, ranges) : shape;
      for (const [parameter, { unoffered }] of Object.entries(parameters)) {
        if (unoffered) continue;
        const others = base.filter((arg) => arg !== '' && !arg.startsWith(parameter));
        const tried = /[=:]$/.test(parameter) ? Array.from({ length: 6 }, () => values[(turn++ * 5) % values.length]!) : [''];
        for (const value of tried) if (takes(form, others.length + 1)) yield of([...others, parameter + value]);
      }
    }
}

const empty = (name: string, text: string) => (present: string) => (present === name ? '' : text);
const listen = empty('listen', 'listen 127.0.0.1:8098;');
const server = empty('server', 'server 127.0.0.1:8097;');
const pass = empty('proxy_pass', 'proxy_pass 127.0.0.1:8097;');

/** The text around a directive that makes it a whole configuration, by namespace and context. */
const around: Readonly<Record<string, Readonly<Record<string, (line: string, name: string) => string>>>> = {
  core: {
    main: (line) => `${line} events {}`,
    events: (line) => `events { ${line} }`,
  },
  http: {
    location: (line, name) => http(`server { ${listen(name)} location /x/ { ${line} } }`, name),
    server: (line, name) => http(`server { ${listen(name)} ${line} }`, name),
    http: (line, name) => http(`${line} server { ${listen(name)} }`, name),
    upstream: (line, name) => http(`upstream u { ${server(name)} ${line} }`, name),
  },
  stream: {
    server: (line, name) => `events {} stream { server { ${listen(name)} ${pass(name)} ${line} } }`,
    stream: (line) => `events {} stream { ${line} server { listen 127.0.0.1:8098; proxy_pass 127.0.0.1:8097; } }`,
    upstream: (line, name) =>
      `events {} stream { upstream u { ${server(name)} ${line} } server { listen 127.0.0.1:8098; proxy_pass u; } }`,
  },
  mail: {
    server: (line, name) => mail(`server { ${listen(name)} ${empty('protocol', 'protocol imap;')(name)} ${line} }`, name),
    mail: (line, name) => mail(`${line} server { listen 127.0.0.1:8098; protocol imap; }`, name),
  },
};

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path`);
const http = (inside: string, name: string) =>
  `events {} http { ${temporary.map((path) => empty(path, `${path} ${folder}/${path};`)(name)).join(' ')} ${empty('access_log', 'access_log off;')(name)} ${inside} }`;
const mail = (inside: string, name: string) =>
  `events {} mail { ${empty('auth_http', 'auth_http 127.0.0.1:8097;')(name)} ${inside} }`;

const modules = ['ngx_stream_module', 'ngx_mail_module', 'ngx_http_image_filter_module']
  .map((name) => `/usr/lib/nginx/modules/${name}.so`)
  .filter((path) => existsSync(path))
  .map((path) => `load_module ${path};`)
  .join(' ');

function configuration({ name, namespace }: DirectiveFact, { block }: Form, context: string, args: readonly string[]): string {
  const line = `${name} ${args.map((arg) => (arg === '' ? '""' : arg)).join(' ')}${block ? ' {}' : ';'}`;
  return `${modules} ${empty('pid', `pid ${folder}/pid;`)(name)} ${around[namespace]![context]!(line, name)}`;
}

/** What nginx says against it; undefined: nothing. */
function nginx(text: string, worker: number): Promise<string | undefined> {
  const prefix = join(folder, `${worker}`);
  mkdirSync(join(prefix, 'logs'), { recursive: true });
  writeFileSync(join(prefix, 'nginx.conf'), text);
  const child = spawn('nginx', ['-t', '-p', prefix, '-e', 'stderr', '-c', join(prefix, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
    });
    child.on('close', () =>
      resolve(said.includes('test is successful') ? undefined : (/\[emerg\] \S+ (.*)/.exec(said)?.[1] ?? said)),
    );
  });
}
