import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/unknown-variable'] };

test('a variable that nothing defines, in what nginx compiles', async () => {
  await checkNginx(
    `
    http {
        map $http_x $mapped { default $nowhere; "~^(?<group>.)" $group; }
    #                                 ^^^^^^^^ error nginx/unknown-variable: nginx has no variable $nowhere, and nothing in this configuration defines it: nginx does not start
        log_format main '$remote_addr $nowhere';
    #                                 ^^^^^^^^ error nginx/unknown-variable: nginx has no variable $nowhere, and nothing in this configuration defines it: nginx does not start
        server {
            listen 80;
            set $own 1;
            location ~ ^/(?P<part>[a-z]+) {
                add_header $nowhere $Own$part$mapped$arg_x;
                return 200 "<b>$nowhere</b> \${remote_addr} \${nowhere}";
    #                          ^^^^^^^^ error nginx/unknown-variable: nginx has no variable $nowhere, and nothing in this configuration defines it: nginx does not start
    #                                                      ^^^^^^^^^^ error nginx/unknown-variable: nginx has no variable \${nowhere}, and nothing in this configuration defines it: nginx does not start
            }
            if ($nowhere = $nothing) { return 403; }
    #           ^^^^^^^^ error nginx/unknown-variable: nginx has no variable $nowhere, and nothing in this configuration defines it: nginx does not start
    #                      ^^^^^^^^ error nginx/unknown-variable: nginx has no variable $nothing, and nothing in this configuration defines it: nginx does not start
            if (!-f $nothing) { return 404; }
    #               ^^^^^^^^ error nginx/unknown-variable: nginx has no variable $nothing, and nothing in this configuration defines it: nginx does not start
            if ($uri ~ a$nowhere) { return 405; }
        }
    }
    `,
    only,
  );
});

test('the closest name, of nginx or of the configuration', async () => {
  await checkNginx(
    `
    http {
        geo $dollar { default "$"; }
        server {
            listen 80;
            location / {
                proxy_pass http://127.0.0.1:3000;
                proxy_set_header X-Real-IP $remote_adr;
    #                                      ^^^^^^^^^^^ ! error nginx/unknown-variable: nothing defines the variable $remote_adr: did you mean $remote_addr?
                proxy_set_header X-Price \${dolar}5;
    #                                    ^^^^^^^^ ! error nginx/unknown-variable: nothing defines the variable \${dolar}: did you mean $dollar?
            }
        }
    }
    `,
    only,
  );
});

test('what stands in http counts where a server takes it over', async () => {
  await checkNginx(
    `
    http {
        proxy_set_header X $nowhere;
        fastcgi_param X $nowhere;
    #                   ^^^^^^^^ error nginx/unknown-variable: nginx has no variable $nowhere, and nothing in this configuration defines it: nginx does not start
        add_header X $nothing;
    #                ^^^^^^^^ error nginx/unknown-variable: nginx has no variable $nothing, and nothing in this configuration defines it: nginx does not start
        server {
            listen 80;
            proxy_set_header Y $uri;
        }
    }
    `,
    only,
  );
});

test('variables of stream are not those of http', async () => {
  await checkNginx(
    `
    http {
        map $uri $page { default a; }
    }
    stream {
        server {
            listen 80;
            return "$uri $page $ssl_preread_protocol";
    #               ^^^^ error nginx/unknown-variable: $uri is a variable of http, stream does not have it: nginx does not start
    #                    ^^^^^ error nginx/unknown-variable: $page is a variable of http, stream does not have it: nginx does not start
        }
    }
    `,
    only,
  );
});

test('a $ without a name, a brace without its end, a capture where there is none', async () => {
  await checkNginx(
    `
    log_format short '$1';
    server {
        listen 80;
        return 200 "5$";
    #                ^ error nginx/unknown-variable: a name has to follow $: nginx has no way to write the character itself here
        location /a { return 200 "\${uri"; }
    #                             ^^^^^ ! error nginx/unknown-variable: \${uri lacks its closing }
        location /b { return 200 "$-$uri"; }
    #                             ^ error nginx/unknown-variable: a name has to follow $: nginx has no way to write the character itself here
        location /c { if ($1) { return 200 "$1 $10"; } }
        location ~ x$ { rewrite ^/a$ /b$1; }
    }
    `,
    only,
  );
});

test('captures and names that hold no variable are nothing to define', async () => {
  await checkNginx(
    `
    http {
        log_format short '$1';
    #                     ^^ error nginx/unknown-variable: $1 is no capture here: nginx looks for a variable of that name and does not start
        server {
            listen 80;
            server_name $nowhere;
            resolver $nowhere;
            location /c { if ($1) { return 200 "$1 $10"; } }
    #                         ^^ error nginx/unknown-variable: $1 is no capture here: nginx looks for a variable of that name and does not start
            location ~ x$ { rewrite ^/a$ /b$1; }
        }
    }
    `,
    only,
  );
});

test('memcached_pass needs a key', async () => {
  await checkNginx(
    `
    http {
        server {
            listen 80;
            location / { memcached_pass 127.0.0.1:11211; }
    #                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error nginx/unknown-variable: memcached_pass asks for the key in $memcached_key, and nothing sets it: nginx does not start
        }
    }
    `,
    only,
  );
});

test('a key that is set is enough', async () => {
  await checkNginx(
    `
    http {
        server {
            listen 80;
            set $memcached_key $uri;
            location / { memcached_pass 127.0.0.1:11211; }
        }
    }
    `,
    only,
  );
});

test('newer than all targets, gone before all of them, or in some of them', async () => {
  await checkNginx(
    `
    http {
        server {
            listen 80;
            return 200 "$is_request_port $spdy $ssl_curve";
    #                   ^^^^^^^^^^^^^^^^ warning nginx/unknown-variable: $is_request_port came with nginx 1.29.3, older releases do not start with it unless a distribution put it back into them
    #                                    ^^^^^ error nginx/unknown-variable: nginx 1.9.4 was the last one with the variable $spdy: later ones do not start with it
        }
    }
    `,
    { ...only, target: 'nginx=1.20-1.24' },
  );
});

test('nothing is said where some target has it', async () => {
  await checkNginx(
    `
    http {
        server {
            listen 80;
            return 200 "$is_request_port $ssl_curve";
        }
    }
    `,
    only,
  );
});

test('an include that is not here may define anything', async () => {
  await checkNginx(
    `
    http {
        include /srv/elsewhere/*.conf;
        server {
            listen 80;
            return 200 $nowhere;
        }
    }
    `,
    only,
  );
});

test('a fragment knows only itself', async () => {
  await checkNginx(
    `
    server {
        listen 80;
        server_name example.com;
        location / { return 200 "$nowhere \${uri"; }
    #                                     ^^^^^ ! error nginx/unknown-variable: \${uri lacks its closing }
    }
    `,
    only,
  );
});

test('a module that is not known may bring variables', async () => {
  await checkNginx(
    `
    load_module modules/ngx_http_mine_module.so;
    http {
        server {
            listen 80;
            return 200 $nowhere;
        }
    }
    `,
    only,
  );
});

test('what others define', async () => {
  await checkNginx(
    `
    http {
        js_set $from_js main.f;
        perl_set $from_perl 'sub { 1 }';
        geoip2 /usr/share/GeoIP/city.mmdb {
            $city default=X city names en;
        }
        server {
            listen 80;
            set_by_lua_block $from_lua { return 1 }
            set_random $number 1 9;
            vhost_traffic_status_set_by_filter $requests group/zone/name;
            location / {
                auth_request /auth;
                auth_request_set $user $upstream_http_x_user;
                return 200 "$from_js$from_perl$city$requests$from_lua$number$user$brotli_ratio$nowhere";
    #                                                                                         ^^^^^^^^ error nginx/unknown-variable: nginx has no variable $nowhere, and nothing in this configuration defines it: nginx does not start
            }
        }
    }
    `,
    only,
  );
});

test('placeholders of templates', async () => {
  await checkNginx(
    `
    http {
        server {
            listen 80;
            root /srv/$APP_NAME;
            return 200 "\${APP_NAME} $$nowhere {{ x }}$nowhere";
        }
    }
    `,
    only,
  );
});

test('a file defines what it does in one of its places, though it does not in another', async () => {
  const main = (blocks: string) => `
    # -- nginx.conf --
    http {
        ${blocks}
        server {
            listen 80;
            return 200 $part;
    #                  ^^^^^ error nginx/unknown-variable: nginx has no variable $part, and nothing in this configuration defines it: nginx does not start
        }
    }
    # -- lines.conf --
    ~^/(?<part>.+)$ 1;
    `;
  const [geo, map] = ['geo $a { include lines.conf; }', 'map $uri $b { include lines.conf; }'];
  await checkNginx(main(geo), only);
  await checkNginx(main(`${geo} ${map}`).replace(/^.*\^.*\n/m, ''), only);
});
