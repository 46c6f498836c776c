import { describe, expect, it, onTestFinished } from 'vitest';
import type { InitializeParams, InlayHint } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { dedent, filesOf } from '../harness.ts';
import { connect } from './client.ts';

/** A fixture is its own expectation: hints stand where they are shown, as `«= 1 h»`. */
async function check(name: string, fixture: string, params: Partial<InitializeParams> = {}): Promise<void> {
  const expected = filesOf(dedent(fixture), name);
  const files = Object.fromEntries([...expected].map(([file, text]) => [file, text.replace(/«[^»]*»/g, '')]));
  const client = await connect({ files, params, settings: { inlayHints: true, targets: ['nginx=1.24', 'kernel=6.1'] } });
  onTestFinished(() => client.stop());
  for (const file of Object.keys(files)) await client.open(file, name.includes('sysctl') ? 'sysctl' : 'nginx');
  for (const [file, text] of expected) {
    const document = TextDocument.create(file, '', 0, files[file]!);
    const edits = (await client.hints(file)).map(({ position, label }: InlayHint) => ({
      range: { start: position, end: position },
      newText: `«${label}»`,
    }));
    expect(TextDocument.applyEdits(document, edits)).toBe(text);
  }
}

const nginx = (fixture: string, params?: Partial<InitializeParams>) => check('nginx.conf', fixture, params);

describe('amounts of nginx', () => {
  it('are said where a bare number is hard to read', () =>
    nginx(`
      events {}
      http {
          client_max_body_size 104857600«= 100 MiB»;
          client_body_buffer_size 8192;
          proxy_read_timeout 3600«= 1 h»;
          proxy_send_timeout 60;
          proxy_connect_timeout 600s;
          proxy_buffers 8 16384«= 16 KiB»;
          proxy_cache_path /tmp/c keys_zone=c:10485760 inactive=86400«= 1 d» max_size=10737418240«= 10 GiB»;
          proxy_cache_valid 200 302 86400«= 1 d»;
          open_file_cache max=100000 inactive=300«= 5 min»;
          ssl_session_timeout 86400«= 1 d»;
          limit_rate 1048576«= 1 MiB»;
          keepalive_requests 100000;
          add_header Strict-Transport-Security "max-age=31536000; includeSubDomains"«max-age = 365 d» always;
          add_header Cache-Control "public, max-age=$age";
          server {
              listen 80 backlog=10000;
              location / { expires 2592000«= 30 d»; return 404; }
              location /x { expires $age; error_page 404 /404000; }
          }
      }
    `));
});

describe('what is inherited', () => {
  it('is said where a block has its own', () =>
    nginx(`
      events {}
      http {
          client_max_body_size 10m;
          gzip on;
          proxy_set_header Host $host;
          proxy_set_header X-Real-IP $remote_addr;
          proxy_set_header Connection "";
          proxy_http_version 1.1;
          root /srv;
          access_log /a;
          access_log /b;
          upstream b { server 10.0.0.1; keepalive 8; }
          server {
              client_max_body_size 1g«instead of 10m»;
              gzip on;
              location /a {
                  client_max_body_size 2g«instead of 1g»;
                  root /srv/a«instead of /srv»;
                  proxy_set_header host x«without the inherited X-Real-IP and Connection»;
                  proxy_set_header Y 1;
                  proxy_pass http://b;
                  access_log off;
              }
              location /b {
                  proxy_set_header Host x;
                  proxy_set_header X-Real-IP x;
                  proxy_set_header Connection x;
                  set $a 1;
                  return 404;
              }
              location /c {
                  include /elsewhere/*.conf;
                  proxy_set_header Host x;
              }
          }
      }
    `));

  it('is not, where what is around it is not known', () =>
    nginx(`
      events {}
      http {
          include /elsewhere/*.conf;
          root /srv;
          proxy_set_header A 1;
          server {
              include /elsewhere/*.conf;
              location / { proxy_set_header B 1; root /x; }
          }
      }
    `));

  it('is not, where a template engine decides', () =>
    nginx(`
      events {}
      http {
          root {{ root }};
          index a;
          proxy_set_header A 1;
          server { root /x; index {{ index }}; proxy_set_header {{ B }} 1; }
      }
    `));

  it('is not where the line says so itself, or merges', () =>
    nginx(`
      events {}
      http {
          access_log /a;
          allow 10.0.0.0/8;
          server {
              access_log off;
              allow 127.0.0.1;
              auth_basic x;
              location / { auth_basic off; }
          }
      }
    `));

  it('holds wherever a fragment stands', () =>
    nginx(`
      events {}
      http {
          root /srv;
          server { include part.conf; }
          server { root /other«instead of /srv»; location / { include part.conf; } }
          server { location / { include other.conf; } }
          server { location / { include other.conf; } }
      }
      # -- part.conf --
      root /x;
      client_max_body_size 1073741824«= 1 GiB»;
      # -- other.conf --
      root /x«instead of /srv»;
    `));
});

it('speaks Chinese', () =>
  nginx(
    `
    events {}
    http {
        root /srv;
        add_header A 1;
        server { root /x«取代 /srv»; add_header B 1«不再继承 A»; proxy_read_timeout 3600«= 1 小时»; }
    }
  `,
    { locale: 'zh-cn' },
  ));

it('amounts of sysctl', () =>
  check(
    'sysctl.conf',
    `
    net.ipv4.tcp_keepalive_time = 7200«= 2 h; dead peer noticed after 2 h 11 min 15 s»
    net.ipv4.tcp_fin_timeout = 15
    vm.dirty_writeback_centisecs = 1500«= 15 s»
    vm.dirty_bytes = 268435456«= 256 MiB»
    vm.min_free_kbytes = 65536«= 64 MiB»
    kernel.shmall = 4194304«= 16 GiB»
    net.ipv4.udp_mem = 65536 131072 262144«256 MiB / 512 MiB / 1 GiB»
    net.core.somaxconn = 65535
    vm.swappiness = 10«→ 1»
    vm.swappiness = 1
  `,
  ));
