import { describe, expect, it, test } from 'vitest';
import { memoryHost } from '../../server/src/core/host.ts';
import type { Semantic } from '../../server/src/core/semantics.ts';
import { parseTargets } from '../../server/src/core/targets.ts';
import type { Source } from '../../server/src/core/text.ts';
import { semanticsOf } from '../../server/src/service/semantics.ts';
import { createService } from '../../server/src/service/service.ts';
import { corpus, filesBelow, isThere, sourceOf, sysctlFiles } from '../corpus.ts';
import { dedent, filesOf } from '../harness.ts';

const crash = (rule: string, error: unknown) => {
  throw new Error(`${rule}: ${error}`);
};

async function semanticsIn(sources: ReadonlyMap<string, Source>, path: string, words?: string) {
  const parsed = words === undefined ? undefined : parseTargets(words.split(' '));
  const target = parsed && 'target' in parsed ? parsed.target : undefined;
  const service = createService({ host: memoryHost(sources), target, keepModels: true, onCrash: crash });
  const result = await service.check([...sources.keys()]);
  const language = result.files.get(path);
  return language ? semanticsOf(language, result.models(path), sources.get(path)!) : [];
}

/** A fixture is its own expectation: below each line stand its tokens, as `text:type.modifier`, blanks in them written `␣`. */
async function check(name: string, fixture: string, target?: string): Promise<void> {
  const written = filesOf(fixture, name);
  const clean = new Map([...written].map(([file, text]) => [file, text.replace(/^ *#>.*\n?/gm, '')]));
  const language = name === 'sysctl.conf' ? 'sysctl' : 'nginx';
  const sources = new Map<string, Source>(
    [...clean].map(([file, text]) => [`/w/${file}`, { path: `/w/${file}`, text, encoding: 'utf8', language }]),
  );
  for (const [file, expected] of written) {
    if (!expected.includes('#>')) continue;
    const text = clean.get(file)!;
    const found = await semanticsIn(sources, `/w/${file}`, target);
    const lines: string[] = [];
    let start = 0;
    for (const line of text.split('\n')) {
      const end = start + line.length;
      lines.push(line);
      const its = found.filter((s) => s.start >= start && s.start <= end && line !== '');
      if (its.length > 0) lines.push(`${/^ */.exec(line)![0]}#> ${its.map((s) => shown(text, s)).join(' ')}`);
      start = end + 1;
    }
    expect(lines.join('\n').trimEnd()).toBe(expected.trimEnd());
  }
}

const shown = (text: string, { start, end, type, modifiers }: Semantic) =>
  `${text.slice(start, end).replace(/\s/g, '␣')}:${[type, ...modifiers].join('.')}`;

const nginx = (fixture: string, target?: string) => check('nginx.conf', dedent(fixture), target);
const sysctl = (fixture: string, target?: string) => check('sysctl.conf', dedent(fixture), target);

describe('nginx', () => {
  it('names, values, expressions, what a name stands for', () =>
    nginx(`
      user www-data;
      #> user:keyword
      worker_processes auto;
      #> worker_processes:keyword auto:enumMember
      error_log /var/log/nginx/error.log warn;
      #> error_log:keyword /var/log/nginx/error.log:string warn:enumMember
      events { worker_connections 1024; }
      #> events:keyword.block worker_connections:keyword 1024:number
      http {
      #> http:keyword.block
        include mime.types;
        #> include:keyword mime.types:string
        log_format main '$remote_addr "\${request}" $pool';
        #> log_format:keyword main:type.definition $remote_addr:variable.defaultLibrary.readonly \${request}:variable.defaultLibrary.readonly $pool:variable
        limit_req_zone $binary_remote_addr zone=slow:10m rate=10r/s;
        #> limit_req_zone:keyword $binary_remote_addr:variable.defaultLibrary.readonly zone:parameter slow:struct.definition 10m:number rate:parameter 10r/s:number
        proxy_cache_path /tmp/c levels=1:2 keys_zone=pages:10m inactive=60m max_size=1g use_temp_path=off;
        #> proxy_cache_path:keyword /tmp/c:string levels:parameter 1:2:number keys_zone:parameter pages:struct.definition 10m:number inactive:parameter 60m:number max_size:parameter 1g:number use_temp_path:parameter off:enumMember
        http2_max_field_size 4k;
        #> http2_max_field_size:keyword 4k:number
        no_such_thing on;
        #> no_such_thing:unresolved
        map $http_upgrade $pool {
        #> map:keyword.block $http_upgrade:variable.defaultLibrary.readonly $pool:variable.definition
          volatile;
          #> volatile:keyword
          default backend;
          #> default:keyword backend:string
          ~*^/(?<part>[a-z]+)$ http://backend;
          #> ~*:operator ^/(?<:regexp part:variable.definition >[a-z]+)$:regexp http://backend:string
          "quoted key" "$part x";
          #> "quoted␣key":property $part:variable ␣x":string
          {{ template }} 1;
          #> 1:number
        }
        geo $geo { default 0; 10.0.0.0/8 1; }
        #> geo:keyword.block $geo:variable.definition default:keyword 0:number 10.0.0.0/8:property 1:number
        split_clients $remote_addr $split { 10% a; * b; }
        #> split_clients:keyword.block $remote_addr:variable.defaultLibrary.readonly $split:variable.definition 10%:number a:string *:keyword b:string
        types { text/html html htm; }
        #> types:keyword.block text/html:property html:string htm:string
        upstream backend {
        #> upstream:keyword.block backend:class.definition
          least_conn;
          #> least_conn:keyword
          server 10.0.0.1:8080 weight=5 max_fails=3 fail_timeout=30s backup;
          #> server:keyword weight:parameter 5:number max_fails:parameter 3:number fail_timeout:parameter 30s:number backup:enumMember
          keepalive 32;
          #> keepalive:keyword 32:number
        }
        server {
        #> server:keyword.block
          listen 443 ssl default_server backlog=511;
          #> listen:keyword ssl:enumMember default_server:enumMember backlog:parameter 511:number
          server_name a.example ~^(?<sub>.+)\\.example$;
          #> server_name:keyword ~:operator ^(?<:regexp sub:variable.definition >.+)\\.example$:regexp
          access_log /var/log/a.log main if=$pool;
          #> access_log:keyword /var/log/a.log:string main:type if:parameter $pool:variable
          ssl_certificate /etc/ssl/a.pem;
          #> ssl_certificate:keyword /etc/ssl/a.pem:string
          ssl_protocols TLSv1.2 TLSv1.3;
          #> ssl_protocols:keyword TLSv1.2:enumMember TLSv1.3:enumMember
          set $mine $sub;
          #> set:keyword $mine:variable.definition $sub:variable
          client_max_body_size 10m;
          #> client_max_body_size:keyword 10m:number
          error_page 500 502 =200 @down;
          #> error_page:keyword 500:number 502:number @down:function
          if ($request_method = 'POST') { return 405; }
          #> if:keyword.block $request_method:variable.defaultLibrary.readonly =:operator 'POST':string return:keyword 405:number
          if (-f $request_filename) { break; }
          #> if:keyword.block -f:operator $request_filename:variable.defaultLibrary.readonly break:keyword
          if ($uri ~ "^/x{2}") { rewrite ^/a/(.*)$ /b/$1 last; }
          #> if:keyword.block $uri:variable.defaultLibrary.readonly ~:operator "^/x{2}":regexp rewrite:keyword ^/a/(.*)$:regexp last:enumMember
          location = / { expires 30d; }
          #> location:keyword.block =:operator /:string expires:keyword 30d:number
          location ^~ /static/ { root /srv/www; try_files $uri $uri/ =404; }
          #> location:keyword.block ^~:operator /static/:string root:keyword /srv/www:string try_files:keyword $uri:variable.defaultLibrary.readonly $uri:variable.defaultLibrary.readonly /:string =404:number
          location ~* \\.(js|css)$ { proxy_pass http://backend/$mine; proxy_cache pages; limit_req zone=slow burst=5 nodelay; }
          #> location:keyword.block ~*:operator \\.(js|css)$:regexp proxy_pass:keyword backend:class $mine:variable proxy_cache:keyword pages:struct limit_req:keyword zone:parameter slow:struct burst:parameter 5:number nodelay:enumMember
          location /x { proxy_pass http://other.example; proxy_read_timeout 60; fastcgi_pass unix:/run/x.sock; gzip on; }
          #> location:keyword.block /x:string proxy_pass:keyword proxy_read_timeout:keyword 60:number fastcgi_pass:keyword gzip:keyword on:enumMember
          location @down { content_by_lua_block { ngx.say(ngx.var.mine, "$x") } }
          #> location:keyword.block @down:function.definition content_by_lua_block:keyword.block
          location /y { content_by_lua 'ngx.say("$mine")'; return 200 "multi
          #> location:keyword.block /y:string content_by_lua:keyword return:keyword 200:number
      line $mine"; }
      #> $mine:variable
          set \${TEMPLATE} x;
          #> set:keyword
        }
      }
    `));

  it('without what a template engine puts in, over several lines', () =>
    nginx(`
      events {}
      #> events:keyword.block
      http {
      #> http:keyword.block
        server {
        #> server:keyword.block
          listen \${PORT};
          #> listen:keyword
          server_name {{ host }};
          #> server_name:keyword
          root @@ROOT@@/x;
          #> root:keyword
          set $cache \${CACHE_SIZE};
          #> set:keyword $cache:variable.definition
          proxy_set_header Host "$host";
          #> proxy_set_header:keyword $host:variable.defaultLibrary.readonly
          add_header X
          #> add_header:keyword
            "two
      lines";
          location ~ "\\.(js|css)$" { proxy_pass http://$host; }
          #> location:keyword.block ~:operator "\\.(js|css)$":regexp proxy_pass:keyword $host:variable.defaultLibrary.readonly
          location ~\\.php$ { return 301 https://$host$request_uri; }
          #> location:keyword.block ~:operator \\.php$:regexp return:keyword 301:number $host:variable.defaultLibrary.readonly $request_uri:variable.defaultLibrary.readonly
          if ($host !~* ^www\\.) { return 403; }
          #> if:keyword.block $host:variable.defaultLibrary.readonly !~*:operator ^www\\.:regexp return:keyword 403:number
          resolver 1.1.1.1 valid=30s ipv6=off;
          #> resolver:keyword valid:parameter 30s:number ipv6:parameter off:enumMember
          spdy_pool_size 4k;
          #> spdy_pool_size:keyword.deprecated
        }
      }
    `));

  it('where a fragment stands, what is defined elsewhere', () =>
    nginx(`
      events {}
      http { include part.conf; log_format lines '$host'; }
      # -- part.conf --
      access_log /a lines;
      #> access_log:keyword /a:string lines:type
      proxy_pass http://x;
      #> proxy_pass:keyword
    `));

  it('lines of a map that are included', () =>
    nginx(`
      events {}
      http { map $uri $to { include lines; } types { include more.types; } }
      # -- lines --
      default 1;
      #> default:keyword 1:number
      ~^/a$ $uri;
      #> ~:operator ^/a$:regexp $uri:variable.defaultLibrary.readonly
      # -- more.types --
      text/x x;
      #> text/x:property x:string
    `));

  it('as the target has it', () =>
    nginx(
      `
      spdy_pool_size 4k;
      #> spdy_pool_size:keyword.deprecated
      `,
      'nginx=1.24',
    ));
});

describe('sysctl', () => {
  it('keys and values', () =>
    sysctl(`
      # comment
      net.ipv4.tcp_keepalive_time = 7200
      #> net:namespace ipv4:namespace tcp_keepalive_time:property 7200:number
      -net/ipv4/conf/eth0.100/rp_filter = 1
      #> -:operator net:namespace ipv4:namespace conf:namespace eth0.100:parameter rp_filter:property 1:number
      net.ipv4.conf.all.rp_filter=1
      #> net:namespace ipv4:namespace conf:namespace all:namespace rp_filter:property 1:number
      net.ipv4.conf.*.rp_filter = 2
      #> net:namespace ipv4:namespace conf:namespace *:operator rp_filter:property 2:number
      -net.ipv4.conf.eth1.rp_filter
      #> -:operator net:namespace ipv4:namespace conf:namespace eth1:parameter rp_filter:property
      net.ipv4.tcp_rmem = 4096 87380 16777216
      #> net:namespace ipv4:namespace tcp_rmem:property 4096:number 87380:number 16777216:number
      net.core.default_qdisc = fq
      #> net:namespace core:namespace default_qdisc:property fq:string
      net.ipv4.tcp_tw_recycle = 1
      #> net:namespace ipv4:namespace tcp_tw_recycle:property.deprecated 1:number
      net.ipv4.nonsense_key = 1
      #> net:namespace ipv4:namespace nonsense_key:unresolved 1:number
      net.ipv4.ip_local_reserved_ports = 8080,9000-9100
      #> net:namespace ipv4:namespace ip_local_reserved_ports:property 8080:number 9000-9100:number
      kernel.core_pattern = |/usr/lib/systemd/systemd-coredump %P
      #> kernel:namespace core_pattern:property |/usr/lib/systemd/systemd-coredump␣%P:string
      kernel.ostype = x
      #> kernel:namespace ostype:property.readonly x:string
      net.ipv4.tcp_syncookies = {{ x }}
      #> net:namespace ipv4:namespace tcp_syncookies:property
      net.ipv4.tcp_syncookies = "1"
      #> net:namespace ipv4:namespace tcp_syncookies:property
      {{ key }} = 1
      #> 1:number
      vm.swappiness = 10 # why
      #> vm:namespace swappiness:property 10:number
      no separator
    `));
});

it('what is nearly a time takes no time', () =>
  nginx(`
    http { proxy_read_timeout 1${'ms'.repeat(50)}x; }
    #> http:keyword.block proxy_read_timeout:keyword
  `));

test.skipIf(!isThere)('of real files are in order, do not overlap and are never empty', { timeout: 120_000 }, async () => {
  let count = 0;
  const ofSysctl = new Set(sysctlFiles());
  for (const file of filesBelow(corpus)) {
    const source: Source = { ...sourceOf(file), language: ofSysctl.has(file) ? 'sysctl' : 'nginx' };
    let at = 0;
    for (const { start, end } of await semanticsIn(new Map([[file, source]]), file)) {
      expect(start, file).toBeGreaterThanOrEqual(at);
      expect(end, file).toBeGreaterThan(start);
      at = end;
      count++;
    }
    expect(at, file).toBeLessThanOrEqual(source.text.length);
  }
  expect(count).toBeGreaterThan(40_000);
});
