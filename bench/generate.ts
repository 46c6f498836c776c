/** A main file of about so many lines, as a busy reverse proxy has it: pools, maps, sites with locations, repeated headers. */
export function generate(lines: number): string {
  const out = [...head];
  for (let site = 0; out.length < lines - 1; site++) out.push(...block(site));
  return `${out
    .slice(0, lines - 1)
    .concat(closing(out, lines))
    .join('\n')}\n`;
}

/** About 50 lines in each of so many files that a main file includes, by path below its folder. */
export function generateMany(files: number): ReadonlyMap<string, string> {
  const sites = Array.from({ length: files }, (_, i): [string, string] => [
    `conf.d/${String(i).padStart(3, '0')}.conf`,
    `${block(i, 2).join('\n')}\n`,
  ]);
  return new Map([['nginx.conf', `${[...head, '    include conf.d/*.conf;', '}'].join('\n')}\n`], ...sites]);
}

const head = [
  'user www-data;',
  'worker_processes auto;',
  'events { worker_connections 4096; }',
  'http {',
  '    include mime.types;',
  '    sendfile on;',
  '    keepalive_timeout 65s;',
  '    log_format main \'$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer"\';',
  '    map $http_upgrade $connection_upgrade { default upgrade; "" ""; }',
];

/** Enough `}` on the last line for what the cut left open. */
function closing(out: readonly string[], lines: number): string {
  let open = 0;
  for (const line of out.slice(0, lines - 1)) open += (line.match(/\{/g)?.length ?? 0) - (line.match(/\}/g)?.length ?? 0);
  return '}'.repeat(Math.max(open, 0));
}

function block(site: number, locations = 8): string[] {
  const name = `app${site}`;
  const out = [
    '',
    `    # ${name}: ${site % 3 === 0 ? '后端服务' : 'backend pool'}`,
    `    upstream ${name} {`,
    '        least_conn;',
    ...Array.from({ length: 4 }, (_, i) => `        server 10.${site % 200}.${i}.10:8080 max_fails=3 fail_timeout=30s;`),
    '        keepalive 32;',
    '    }',
    `    map $uri $target_${site} {`,
    '        default 0;',
    ...Array.from({ length: 6 }, (_, i) => `        ~^/v${i}/(?<rest>.*)$ ${i};`),
    '    }',
    '    server {',
    '        listen 443 ssl;',
    `        server_name ${name}.example.com www.${name}.example.com;`,
    `        ssl_certificate /etc/ssl/${name}.pem;`,
    `        ssl_certificate_key /etc/ssl/${name}.key;`,
    '        add_header Strict-Transport-Security "max-age=31536000" always;',
    `        access_log /var/log/nginx/${name}.log main;`,
  ];
  for (let i = 0; i < locations; i++)
    out.push(
      `        location ${i % 2 ? `~ \\.(?:${i}js|css)$` : `/api/${i}/`} {`,
      `            proxy_pass http://${name};`,
      // Every other pool is one that its locations defeat.
      ...(site % 2 ? ['            proxy_http_version 1.1;', '            proxy_set_header Connection "";'] : []),
      '            proxy_set_header Host $host;',
      '            proxy_set_header X-Real-IP $remote_addr;',
      '            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
      `            proxy_read_timeout ${30 + i}s;`,
      "            if ($request_method = 'OPTIONS') { return 204; }",
      '        }',
    );
  return [...out, `        location / { root /srv/${name}; try_files $uri $uri/ /index.html; }`, '    }'];
}
