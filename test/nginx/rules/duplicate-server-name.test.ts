import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/duplicate-server-name'] };

test('the same name on the same socket', async () => {
  await checkNginx(
    `
    http {
        server { listen 80; listen 443 ssl; server_name a.example B.example; }
    #                                                             ^^^^^^^^^ see nginx/duplicate-server-name: the server that has it
        server { listen *:80; listen 0.0.0.0:443 ssl; server_name b.EXAMPLE c.example; }
    #                                                             ^^^^^^^^^ warning nginx/duplicate-server-name: the name b.EXAMPLE on 0.0.0.0:80 and 0.0.0.0:443 belongs to another server already: nginx ignores it here, the requests go there
        server { listen [::]:80; server_name a.example; }
        server { listen 127.0.0.1:80; server_name a.example; }
    }
    `,
    { ...only, related: true },
  );
});

test('wildcards', async () => {
  await checkNginx(
    `
    server { listen 80; server_name .a.example; }
    server { listen 80; server_name a.example; }
    #                               ^^^^^^^^^ warning nginx/duplicate-server-name: the name a.example on 0.0.0.0:80 belongs to another server already: nginx ignores it here, the requests go there
    server { listen 80; server_name *.a.example; }
    #                               ^^^^^^^^^^^ warning nginx/duplicate-server-name: the name *.a.example on 0.0.0.0:80 belongs to another server already: nginx ignores it here, the requests go there
    server { listen 80; server_name x.a.example www.b.*; }
    server { listen 80; server_name ~^a\\.example$ ~^a\\.example$ www.b.*; }
    #                                                           ^^^^^^^ warning nginx/duplicate-server-name: the name www.b.* on 0.0.0.0:80 belongs to another server already: nginx ignores it here, the requests go there
    `,
    only,
  );
});

test('servers without a name, and without listen', async () => {
  await checkNginx(
    `
    http {
        server { }
    #   ^^^^^^ see nginx/duplicate-server-name: the server that has it
    #   ^^^^^^ see nginx/duplicate-server-name: the server that has it
        server { listen 80; }
    #   ^^^^^^ warning nginx/duplicate-server-name: a second server without a name on 0.0.0.0:80: no request comes to it unless it is the default server
        server { listen 80; server_name ""; }
    #                                   ^^ warning nginx/duplicate-server-name: the name "" on 0.0.0.0:80 belongs to another server already: nginx ignores it here, the requests go there
        server { listen 8000; }
    }
    `,
    { ...only, related: true },
  );
});

test('a name that one server has twice', async () => {
  await checkNginx(
    `
    server { listen 80; server_name a.example b.example a.example; }
    #                                                   ^^^^^^^^^ + warning nginx/duplicate-server-name: this server has the name a.example twice
    server { listen 80; server_name c.example; server_name C.example; }
    #                                                      ^^^^^^^^^ + warning nginx/duplicate-server-name: this server has the name C.example twice
    server { listen 81; server_name d.example d.example; }
    `,
    only,
  );
});

test('a server whose include may name it', async () => {
  await checkNginx(
    `
    server { listen 80; include /srv/elsewhere/names; }
    server { listen 80; include /srv/elsewhere/names; }
    `,
    only,
  );
});

test('stream has names since 1.25.5', async () => {
  await checkNginx(
    `
    stream {
        server { listen 5432; server_name a; return a; }
        server { listen 5432; server_name a; return b; }
    }
    `,
    { ...only, target: 'nginx=1.24-1.26' },
  );
});

test('names of stream', async () => {
  await checkNginx(
    `
    stream {
        server { listen 5432; server_name a; return a; }
        server { listen 5432; server_name b a; return b; }
    #                                       ^ warning nginx/duplicate-server-name: the name a on 0.0.0.0:5432 belongs to another server already: nginx ignores it here, the requests go there
    }
    `,
    { ...only, target: 'nginx=1.26' },
  );
});

test('what stands on two sides of a tag may be alternatives', async () => {
  await checkNginx(
    `
    server {
        listen 80;
        {{ if .Name }}
        server_name a b;
        {{ else }}
        server_name a;
        {{ end }}
    }
    {{ if .Second }}
    server { listen 80; server_name b; }
    {{ end }}
    `,
    only,
  );
});
