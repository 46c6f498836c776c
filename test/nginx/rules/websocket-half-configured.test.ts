import { describe, test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/websocket-half-configured'] };

describe('the Connection header', () => {
  test.each(['1.24', '1.30'])('is missing, on %s', (version) =>
    checkNginx(
      `
      http {
        server {
          location /ws/ {
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
      #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/websocket-half-configured: proxy_set_header Upgrade $http_upgrade needs Connection: upgrade beside it, which is not sent: the server takes the request for an ordinary one, and no WebSocket opens
            proxy_pass http://127.0.0.1:3000;
      #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/websocket-half-configured: proxied from here
          }
        }
      }
      `,
      { ...only, related: true, target: `nginx=${version}` },
    ),
  );

  test('says something else', () =>
    checkNginx(
      `
      http {
        server {
          location /ws/ {
            proxy_http_version 1.1;
            proxy_set_header Upgrade websocket;
      #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/websocket-half-configured: proxy_set_header Upgrade websocket needs Connection: upgrade beside it, and proxy_set_header Connection "" sends something else: the server takes the request for an ordinary one, and no WebSocket opens
            proxy_set_header Connection "";
      #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/websocket-half-configured: this Connection header does not upgrade
            proxy_pass http://127.0.0.1:3000;
      #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see nginx/websocket-half-configured: proxied from here
          }
        }
      }
      `,
      { ...only, related: true, target: 'nginx=1.30' },
    ));

  test('of an outer level is not inherited', () =>
    checkNginx(
      `
      http {
        proxy_http_version 1.1;
        proxy_set_header Connection upgrade;
        server {
          location /ws/ {
            proxy_set_header Upgrade $http_upgrade;
      #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/websocket-half-configured: proxy_set_header Upgrade $http_upgrade needs Connection: upgrade beside it, which is not sent: the server takes the request for an ordinary one, and no WebSocket opens
            proxy_pass http://127.0.0.1:3000;
          }
        }
      }
      `,
      { ...only, target: 'nginx=1.30' },
    ));

  test.each(['upgrade', '"Upgrade"', '"keep-alive, Upgrade"', '$connection_upgrade', '$http_connection'])('is %s', (value) =>
    checkNginx(
      `
      http {
        map $http_upgrade $connection_upgrade { default upgrade; '' close; }
        proxy_http_version 1.1;
        server {
          location /ws/ {
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection ${value};
            proxy_pass http://127.0.0.1:3000;
          }
        }
      }
      `,
      only,
    ),
  );
});

describe('the version', () => {
  const fixture = (version: string, note: string) => `
      http {
        server {
          location /ws/ {
            ${version}
            proxy_set_header Upgrade $http_upgrade;
${note}            proxy_set_header Connection upgrade;
            proxy_pass http://127.0.0.1:3000;
          }
        }
      }
      `;

  test('is 1.0 by default before 1.29.7', () =>
    checkNginx(
      fixture(
        '',
        '      #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/websocket-half-configured: proxy_set_header Upgrade $http_upgrade needs HTTP/1.1, and before nginx 1.29.7 the default is HTTP/1.0: a server that keeps to RFC 9110 ignores an upgrade there, and no WebSocket opens\n',
      ),
      { ...only, target: 'nginx=1.22-1.30' },
    ));

  test('is 1.1 by default since', () => checkNginx(fixture('', ''), { ...only, target: 'nginx=1.29.7-' }));

  test('is set to 1.1', () => checkNginx(fixture('proxy_http_version 1.1;', ''), { ...only, target: 'nginx=1.24' }));

  test('is set to 1.0; no fix where nothing says that the line is not needed', () =>
    checkNginx(
      fixture(
        'proxy_http_version 1.0;',
        '      #     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning nginx/websocket-half-configured: proxy_set_header Upgrade $http_upgrade needs HTTP/1.1, and proxy_http_version 1.0 sets HTTP/1.0: a server that keeps to RFC 9110 ignores an upgrade there, and no WebSocket opens\n',
      ),
      { ...only, target: 'nginx=1.30' },
    ));

  test('is set for one of the locations that share the lines: the others need no WebSockets', () =>
    checkNginx(
      `
      http {
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection upgrade;
        server {
          location / { proxy_pass http://127.0.0.1:3000; }
          location /ws/ { proxy_http_version 1.1; proxy_pass http://127.0.0.1:3000; }
        }
      }
      `,
      { ...only, target: 'nginx=1.24' },
    ));
});

test('silent where an include may bring the rest, and for what is no upgrade', () =>
  checkNginx(
    `
    http {
      server {
        location /a { proxy_set_header Upgrade $http_upgrade; include /somewhere/ws.conf; proxy_pass http://10.0.0.1; }
        location /b { proxy_set_header Upgrade ""; proxy_pass http://10.0.0.1; }
        location /c { proxy_set_header Upgrade-Insecure-Requests 1; proxy_pass http://10.0.0.1; }
        location /d { proxy_set_header Connection upgrade; proxy_pass http://10.0.0.1; }
      }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  ));

describe('the fix', () => {
  const unsafe = { ...only, target: 'nginx=1.24', safety: ['safe', 'unsafe'] as const };

  test('adds what is missing', () =>
    fixNginx(
      `
      http {
        server {
          location /ws/ {
            proxy_set_header Host $host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_pass http://127.0.0.1:3000;
          }
        }
      }
      `,
      `
      http {
        map $http_upgrade $connection_upgrade {
          default upgrade;
          '' '';
        }
        server {
          location /ws/ {
            proxy_set_header Host $host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_http_version 1.1;
            proxy_pass http://127.0.0.1:3000;
          }
        }
      }
      `,
      unsafe,
    ));

  test('replaces a Connection that is not upgrade, for all that share the lines', () =>
    fixNginx(
      `
      http {
        server {
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection "";
          location / { proxy_pass http://127.0.0.1:3000; }
          location /b { proxy_pass http://127.0.0.1:3001; }
        }
      }
      `,
      `
      http {
        map $http_upgrade $connection_upgrade {
          default upgrade;
          '' '';
        }
        server {
          proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade;
          proxy_set_header Connection $connection_upgrade;
          location / { proxy_pass http://127.0.0.1:3000; }
          location /b { proxy_pass http://127.0.0.1:3001; }
        }
      }
      `,
      unsafe,
    ));
});

test('what the main file beside sites-available sets may apply', () =>
  checkNginx(
    `
    # -- nginx.conf --
    events {}
    http {
        include conf.d/proxy.conf;
        include sites-enabled/*;
    }
    # -- conf.d/proxy.conf --
    proxy_http_version 1.1;
    # -- sites-available/app.conf --
    server {
        listen 80;
        location /ws {
            proxy_pass http://127.0.0.1:3000;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection "upgrade";
        }
    }
    # -- other/sites-available/app.conf --
    server {
        listen 80;
        location /ws {
            proxy_pass http://127.0.0.1:3000;
            proxy_set_header Upgrade $http_upgrade;
    #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning nginx/websocket-half-configured: proxy_set_header Upgrade $http_upgrade needs HTTP/1.1, and before nginx 1.29.7 the default is HTTP/1.0: a server that keeps to RFC 9110 ignores an upgrade there, and no WebSocket opens
            proxy_set_header Connection "upgrade";
        }
    }
    `,
    only,
  ));
