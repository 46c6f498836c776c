import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nominate, recognise } from '../../server/src/service/recognise.ts';
import { corpus, isThere } from '../corpus.ts';

const site = 'server {\n    listen 80;\n    location / { proxy_pass http://app; }\n}\n';
const settings = '# tuned\nnet.ipv4.tcp_tw_reuse = 1\nvm.swappiness=10\n';

describe('a name nominates', () => {
  it.each([
    ['/etc/nginx/nginx.conf', 'nginx'],
    ['/srv/app/nginx-prod.conf', 'nginx'],
    ['/srv/app/app.nginx.conf', 'nginx'],
    ['/srv/deploy/nginx/conf.d/app.conf', 'nginx'],
    ['/srv/deploy/nginx/app.conf.template', 'nginx'],
    ['/etc/nginx/sites-enabled/example.com', 'nginx'],
    ['/etc/nginx/fastcgi_params', 'nginx'],
    ['/usr/local/openresty/nginx/conf/lua.conf', 'nginx'],
    ['C:\\nginx\\conf\\site.conf', 'nginx'],
    ['shop.vhost', 'nginx'],
    ['/usr/local/nginx/conf/vhost/shop', 'nginx'],
    ['/srv/scgi_params', 'nginx'],
    ['/srv/win-utf', 'nginx'],
    ['/srv/site.conf.default', 'shared'],
    ['/etc/sysctl.conf', 'sysctl'],
    ['/usr/lib/sysctl.d/50-default.conf', 'sysctl'],
    ['/etc/ufw/sysctl.conf', 'sysctl'],
    ['prod.sysctl.conf', 'sysctl'],
    ['/srv/roles/nginx/files/sysctl.conf', 'sysctl'],
    ['/etc/httpd/conf.d/ssl.conf', 'shared'],
    ['/etc/apache2/sites-available/000-default', 'shared'],
    ['/srv/proxy/wiki.subdomain.conf.sample', 'shared'],
    ['/srv/nginx/wiki.conf.example', 'nginx'],
    ['/etc/sysctl.d/README.sysctl', undefined],
    ['/etc/nginx/ssl/key.pem', undefined],
    ['/etc/nginx/njs/hello.js', undefined],
    ['/srv/roles/nginx/templates/nginx.conf.j2', undefined],
    ['/srv/README.md', undefined],
    ['/etc/nginx/site.swp', undefined],
  ])('%s: %s', (path, language) => {
    expect(nominate(path)).toBe(language);
  });
});

describe('content has the last word', () => {
  it.each<[string, string, string, string | undefined]>([
    ['a broken main file', '/srv/nginx.conf', 'worker_processes auto\nhttp {\n', 'nginx'],
    ['an empty file', '/srv/nginx.conf', '', 'nginx'],
    ['a file of comments', '/etc/sysctl.d/10-none.conf', '# nothing here\n', 'sysctl'],
    ['a byte order mark', '/srv/nginx.conf', `\uFEFF${site}`, 'nginx'],
    ['a brace too many', '/srv/nginx.conf', 'http {\n  server {{\n    listen 80;\n  }\n}\n', 'nginx'],
    ['Lua with tables', '/srv/nginx.conf', 'init_by_lua_block {\n  x = {{ 1 }, { 2 }}\n}\nserver { listen 80; }\n', 'nginx'],
    ['keys without values', '/etc/sysctl.conf', 'net.ipv4.ip_forward 1\n', 'sysctl'],
    ['commands pasted into it', '/etc/sysctl.conf', 'sysctl -w net.ipv4.ip_forward=1\n', 'sysctl'],
    ['fail2ban', '/etc/fail2ban/filter.d/nginx-http-auth.conf', '[Definition]\nfailregex = ^ user "x"\n', undefined],
    ['systemd', '/srv/nginx/override.conf', '[Service]\nLimitNOFILE=65536\n', undefined],
    ['supervisor', '/srv/nginx.conf', '; comment\n[program:nginx]\ncommand=nginx -g "daemon off;"\n', undefined],
    ['php-fpm', '/srv/nginx/www.conf', '[www]\nuser = www-data\nlisten = /run/php.sock\n', undefined],
    ['logrotate', '/etc/logrotate.d/nginx.conf', '/var/log/nginx/*.log {\n    daily\n    rotate 14\n}\n', undefined],
    ['rsyslog', '/etc/rsyslog.d/nginx.conf', 'module(load="imfile")\ninput(type="imfile" File="/x")\n', undefined],
    [
      'syslog-ng',
      '/etc/syslog-ng/conf.d/nginx.conf',
      'source s_nginx {\n  unix-dgram("/run/log");\n};\nlog { source(s_nginx); };\n',
      undefined,
    ],
    ['logstash', '/srv/nginx.conf', 'input {\n  file { path => "/var/log/nginx/access.log" }\n}\n', undefined],
    ['monit', '/etc/monit/conf.d/nginx.conf', 'check process nginx with pidfile /run/nginx.pid\n', undefined],
    ['upstart', '/etc/init/nginx.conf', 'description "nginx"\nstart on runlevel [2345]\nexec nginx\n', undefined],
    [
      'collectd',
      '/etc/collectd/nginx.conf',
      'LoadPlugin nginx\n<Plugin nginx>\n  URL "http://localhost"\n</Plugin>\n',
      undefined,
    ],
    ['ModSecurity rules', '/etc/nginx/modsec/main.conf', 'SecRuleEngine On\nSecRule ARGS "x" "id:1,deny"\n', undefined],
    ['Apache', '/etc/httpd/conf.d/vhost.conf', '<VirtualHost *:80>\n  ServerName x\n</VirtualHost>\n', undefined],
    ["Apache's mime.types", '/etc/mime.types', 'text/html\t\thtml htm\ntext/css css\n', undefined],
    ['its own mime.types', '/srv/mime.types', 'types {\n    text/html html htm;\n}\n', 'nginx'],
    ["BIND's includes", '/etc/bind/named.conf', 'include "/etc/bind/named.conf.local";\n', undefined],
    ['its own includes', '/srv/all.conf', 'include conf.d/*.conf;\n', 'nginx'],
    ['BIND', '/etc/bind/named.conf', 'options {\n  directory "/var/cache/bind";\n};\nzone "x" { type master; };\n', undefined],
    [
      'dhcpd',
      '/srv/dhcpd.conf',
      'allow booting;\nsubnet 10.0.0.0 netmask 255.0.0.0 {\n range 10.0.0.2 10.0.0.9;\n}\n',
      undefined,
    ],
    ['auditd', '/etc/audit/auditd.conf', 'log_format = RAW\nlog_group = root\nflush = DATA\n', undefined],
    ['Dovecot', '/etc/dovecot/conf.d/10-ssl.conf', 'ssl = yes\nssl_cert = </etc/ssl/mail.pem\n', undefined],
    ['proxychains', '/etc/proxychains.conf', 'dynamic_chain\nproxy_dns\n[ProxyList]\nsocks5 127.0.0.1 1080\n', undefined],
    ['a page in quotes', '/srv/some.conf', 'server {\n  return 200 "\n<b>down</b>\n[x]\nbye";\n  listen 80;\n}\n', 'nginx'],
    ['lighttpd', '/srv/lighttpd.conf', 'server.port = 80\nserver.document-root = "/srv"\n', undefined],
    ['Spark', '/srv/spark.conf', 'fs.defaultFS=hdfs://x\nuser.name=me\n', undefined],
    ["FreeBSD's sysctl.conf", '/etc/sysctl.conf', 'kern.ipc.somaxconn=4096\nnet.inet.tcp.msl=5000\n', undefined],
    [
      'a Jinja template',
      '/srv/nginx/nginx.conf',
      'http {\n{% for x in y %}\n  server_name {{ x }};\n{% endfor %}\n}\n',
      undefined,
    ],
    ['an ERB template', '/srv/nginx/nginx.conf', 'worker_processes <%= @workers %>;\n', undefined],
    ['a line to be replaced', '/srv/nginx/nginx.conf', 'http {\n  %SERVERS%\n  sendfile on;\n}\n', undefined],
    ['variables to be replaced', '/srv/nginx/x.conf.template', `server {\n  listen \${PORT};\n}\n`, 'nginx'],
    ['directives of a module', '/srv/nginx/zstd.conf', 'zstd on;\nzstd_comp_level 3;\n', 'nginx'],
    ['the same elsewhere', '/srv/zstd.conf', 'zstd on;\nzstd_comp_level 3;\n', undefined],
    ['a sysctl file by content', '/srv/files/99-tuning.conf', settings, 'sysctl'],
    ['a sysctl file below nginx', '/srv/nginx/tuning.conf', settings, 'sysctl'],
    ['an nginx file by content', '/srv/files/shop.conf', site, 'nginx'],
    ['an nginx file without any known name', '/srv/files/site', site, 'nginx'],
    ['a shell script', '/srv/tune', `#!/bin/sh\ncat > /etc/sysctl.conf <<EOF\n${settings}EOF\n`, undefined],
    ['nginx pasted into it', '/etc/sysctl.conf', site, 'nginx'],
    ['a header of several lines', '/srv/some.conf', 'server {\n  add_header X "\n[x]\n";\n  listen 80;\n}\n', 'nginx'],
    ['an apostrophe', '/srv/some.conf', "return 200 don't;\n[Definition]\nfailregex = x\n", undefined],
    ['a path named like a block', '/srv/some.conf', 'location /map {\n  <b>x</b>\n}\n', undefined],
    ['Passenger', '/srv/app.conf', 'passenger_root /usr/lib;\npassenger_ruby /usr/bin/ruby;\n', 'nginx'],
    ['mustaches around a text', '/srv/nginx/x.conf', "server {\n  server_name {{ 'a.example' }};\n}\n", undefined],
    ['sockets of FreeBSD', '/etc/sysctl.conf', 'net.local.stream.sendspace=1\nnet.local.dgram.recvspace=2\n', undefined],
    ['an empty shared file', '/srv/conf.d/x.conf', '\n', undefined],
  ])('%s', (_, path, text, language) => {
    expect(recognise(path, text)).toBe(language);
  });

  it('takes time linear in the text', () => {
    for (const unit of ['{', '"', ' ', '{%', '{{ ', '\n', 'a{', '%a', 'map $a ']) {
      expect(recognise('/srv/nginx.conf', unit.repeat(200_000))).not.toBe('sysctl');
    }
  });
});

describe('over real files', () => {
  if (!isThere) {
    it('is skipped: no corpus beside the repository', () => console.log('recognise: no corpus beside the repository, skipped'));
    return;
  }
  const rows = readFileSync(join(corpus, 'MANIFEST.tsv'), 'utf8').trim().split('\n').slice(1);
  const files = rows.map((row) => {
    const [path = '', kind = '', , origin = ''] = row.split('\t');
    return { path, kind, origin: `/srv/${origin}`, text: readFileSync(join(corpus, path), 'latin1') };
  });

  it.each(['nginx-complete', 'nginx-server', 'nginx-fragment'])('knows every %s by a shared name', (kind) => {
    const missed = files.filter((f) => f.kind === kind && recognise('/srv/some.conf', f.text) !== 'nginx');
    expect(missed.map((f) => f.path)).toEqual([]);
  });

  it('knows every nginx file by its own name, where that does not say template', () => {
    const missed = files.filter(
      (f) => /^nginx-(complete|server|fragment)$/.test(f.kind) && recognise(f.origin, f.text) !== 'nginx',
    );
    expect(missed.map((f) => f.path)).toEqual([]);
  });

  it('knows every sysctl file', () => {
    const missed = files.filter((f) => f.kind === 'sysctl' && recognise(f.origin, f.text) !== 'sysctl');
    expect(missed.map((f) => f.path)).toEqual([]);
  });

  it('never takes anything else for either, whatever its name says', () => {
    const others = files.filter((f) =>
      /^(ansible|compose|k8s|shell|yaml|kind|ingress|nginx-in-yaml|nginx-invalid)/.test(f.kind),
    );
    expect(others.length).toBeGreaterThan(150);
    const wrong = others.filter((f) => recognise(f.origin, f.text) ?? recognise('/srv/conf.d/some.conf', f.text));
    expect(wrong.map((f) => f.path)).toEqual([]);
  });
});
