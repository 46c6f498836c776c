import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/duplicate-location'] };

test('the same path twice in one block', async () => {
  await checkNginx(
    `
    server {
        listen 80;
        location /a { }
    #   ^^^^^^^^^^^ see nginx/duplicate-location: the first one
    #   ^^^^^^^^^^^ see nginx/duplicate-location: the first one
        location = /a { }
    #   ^^^^^^^^^^^^^ see nginx/duplicate-location: the first one
        location ^~ /a { }
    #   ^^^^^^^^^^^^^^ error nginx/duplicate-location: location ^~ /a and location /a are the same prefix for nginx, which does not start: ^~ only switches off the expressions after it
        location "/a" { }
    #   ^^^^^^^^^^^^^ error nginx/duplicate-location: the second location "/a" in one block: nginx does not start
        location =/a { }
    #   ^^^^^^^^^^^^ error nginx/duplicate-location: the second location =/a in one block: nginx does not start
        location /A { }
        location /b {
            location /b/c { }
    #       ^^^^^^^^^^^^^ see nginx/duplicate-location: the first one
            location /b/c { }
    #       ^^^^^^^^^^^^^ error nginx/duplicate-location: the second location /b/c in one block: nginx does not start
        }
        location /c { location /b/c { } }
    #   ^^^^^^^^^^^ see nginx/duplicate-location: the location around it
    #                 ^^^^^^^^^^^^^ error nginx/duplicate-location: location /b/c does not begin with /c, the path of the location around it: nginx does not start
    }
    server {
        listen 81;
        location /a { }
    }
    `,
    { ...only, related: true },
  );
});

test('expressions and names that are never reached', async () => {
  await checkNginx(
    `
    server {
        listen 80;
        location ~* \\.php$ { }
        location ~ \\.php$ { }
    #   ^^^^^^^^^^^^^^^^^ warning nginx/duplicate-location: no request ever comes to this location ~ \\.php$: the first one with the same expression takes all of them
        location ~ \\.py$ { }
        location ~* \\.py$ { }
        location ~\\.py$ { }
    #   ^^^^^^^^^^^^^^^ warning nginx/duplicate-location: no request ever comes to this location ~\\.py$: the first one with the same expression takes all of them
        location @down { }
        location @down { }
    #   ^^^^^^^^^^^^^^ warning nginx/duplicate-location: nginx never uses this second location @down: every jump leads to the first one
        location / { location ~ \\.py$ { } }
    }
    `,
    only,
  );
});

test('locations that cannot stand inside another one', async () => {
  await checkNginx(
    `
    server {
        listen 80;
        location = /a { location /a/b { } }
    #   ^^^^^^^^^^^^^ see nginx/duplicate-location: the location around it
    #                   ^^^^^^^^^^^^^ error nginx/duplicate-location: location /a/b cannot stand inside location = /a, which takes one path only: nginx does not start
        location @b { location ~ b { } }
    #   ^^^^^^^^^^^ see nginx/duplicate-location: the location around it
    #                 ^^^^^^^^^^^^ error nginx/duplicate-location: location ~ b cannot stand inside location @b, a location without a path: nginx does not start
        location /c {
    #   ^^^^^^^^^^^ see nginx/duplicate-location: the location around it
            location @d { }
    #       ^^^^^^^^^^^ error nginx/duplicate-location: location @d has a name, such a location stands directly in a server: nginx does not start
            location /cc { location /c { } }
    #       ^^^^^^^^^^^^ see nginx/duplicate-location: the location around it
    #                      ^^^^^^^^^^^ error nginx/duplicate-location: location /c does not begin with /cc, the path of the location around it: nginx does not start
            location ~ d { location /x { } }
    #       ^^^^^^^^^^^^ see nginx/duplicate-location: the location around it
    #                      ^^^^^^^^^^^ error nginx/duplicate-location: location /x does not begin with d, the path of the location around it: nginx does not start
        }
    }
    `,
    { ...only, related: true },
  );
});

test('one text that is included twice', async () => {
  await checkNginx(
    `
    # -- nginx.conf --
    http {
        server {
            listen 80;
            include static.conf;
    #       ^^^^^^^^^^^^^^^^^^^ see nginx/duplicate-location: the first one
            include static.conf;
    #       ^^^^^^^^^^^^^^^^^^^ error nginx/duplicate-location: the second location /static in one block: nginx does not start
        }
        server {
            listen 81;
            include static.conf;
        }
    }
    # -- static.conf --
    location /static { }
    `,
    { ...only, related: true },
  );
});

test('placeholders may become anything', async () => {
  await checkNginx(
    `
    server {
        listen 80;
        location \${PREFIX}/ { location /x { } }
        location \${PREFIX}/ { }
    }
    `,
    only,
  );
});

test('what stands on two sides of a tag may be alternatives', async () => {
  await checkNginx(
    `
    server {
        listen 80;
        {% if cached %}
        location /a { return 200; }
        {% else %}
        location /a { return 404; }
        {% endif %}
    }
    `,
    only,
  );
});
