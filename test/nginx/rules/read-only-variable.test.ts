import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/read-only-variable'] };

test('what nginx computes cannot be defined', async () => {
  await checkNginx(
    `
    http {
        map $http_a $uri { default a; }
    #               ^^^^ error nginx/read-only-variable: nginx computes $uri itself, map cannot define it: nginx does not start
        geo $remote_addr { default a; }
    #       ^^^^^^^^^^^^ error nginx/read-only-variable: nginx computes $remote_addr itself, geo cannot define it: nginx does not start
        server {
            listen 80;
            server_name ~^(?<host>.*)$;
    #                     ^^^^^^^^ error nginx/read-only-variable: the group (?<host>…) would define $host, which nginx computes itself: nginx does not start
            set $Scheme https;
    #           ^^^^^^^ error nginx/read-only-variable: nginx computes $Scheme itself, set cannot define it: nginx does not start
            location / { auth_request_set $request_id $uri; }
    #                                     ^^^^^^^^^^^ error nginx/read-only-variable: nginx computes $request_id itself, auth_request_set cannot define it: nginx does not start
            rewrite "^/(?P<query_string>.*)$" /;
    #                  ^^^^^^^^^^^^^^^^^ error nginx/read-only-variable: the group (?P<query_string>…) would define $query_string, which nginx computes itself: nginx does not start
        }
    }
    `,
    only,
  );
});

test('some may be set, and every name that begins like a header', async () => {
  await checkNginx(
    `
    http {
        map $http_a $http_b { default a; }
        server {
            listen 80;
            set $args a=b;
            set $limit_rate 1k;
            set $ssl_cipher x;
            set $arg_x 1;
            location ~ ^/(?<name>.*)$ { return 200 $name; }
        }
    }
    `,
    only,
  );
});

test('a name that only some targets have', async () => {
  await checkNginx(
    `
    http {
        server {
            listen 80;
            set $request_port 80;
    #           ^^^^^^^^^^^^^ warning nginx/read-only-variable: from nginx 1.29.3 on nginx computes $request_port itself, and does not start where the configuration defines it
            set $spdy 1;
        }
    }
    `,
    only,
  );
});

test('a name that comes after all targets', async () => {
  await checkNginx(
    `
    http {
        server {
            listen 80;
            set $request_port 80;
        }
    }
    `,
    { ...only, target: 'nginx=1.24' },
  );
});

test('stream has its own', async () => {
  await checkNginx(
    `
    stream {
        map $remote_addr $protocol { default a; }
    #                    ^^^^^^^^^ error nginx/read-only-variable: nginx computes $protocol itself, map cannot define it: nginx does not start
        map $remote_addr $uri { default a; }
    }
    `,
    only,
  );
});
