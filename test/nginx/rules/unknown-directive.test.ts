import { test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/unknown-directive', 'nginx/syntax', 'nginx/full-width-character', 'nginx/wrong-context'] };

test('misspelt, with the nearest name that fits the place', () =>
  checkNginx(
    `
    http {
      sever { listen 80; }
    # ^^^^^ ! error nginx/unknown-directive: nginx has no directive sever: did you mean server?
      proxy_read_timout 5s;
    # ^^^^^^^^^^^^^^^^^ ! error nginx/unknown-directive: nginx has no directive proxy_read_timout: did you mean proxy_read_timeout?
      proxy-buffering off;
    # ^^^^^^^^^^^^^^^ ! error nginx/unknown-directive: nginx has no directive proxy-buffering: did you mean proxy_buffering?
      ServerTokens off;
    # ^^^^^^^^^^^^ ! error nginx/unknown-directive: nginx has no directive ServerTokens: did you mean server_tokens?
      server {
        lisen 80;
    #   ^^^^^ ! error nginx/unknown-directive: nginx has no directive lisen: did you mean listen?
        server-name example.com;
    #   ^^^^^^^^^^^ ! error nginx/unknown-directive: nginx has no directive server-name: did you mean server_name?
        locaton / { root /srv; }
    #   ^^^^^^^ ! error nginx/unknown-directive: nginx has no directive locaton: did you mean location?
        location / { proxy_psas http://127.0.0.1; }
    #                ^^^^^^^^^^ ! error nginx/unknown-directive: nginx has no directive proxy_psas: did you mean proxy_pass?
      }
    }
    `,
    only,
  ));

test('several are as near', () =>
  checkNginx(
    `
    http {
      subsfilter a b;
    # ^^^^^^^^^^ error nginx/unknown-directive: nginx has no directive subsfilter: did you mean sub_filter or subs_filter?
    }
    `,
    only,
  ));

test('nobody has it', () =>
  checkNginx(
    `
    http {
      frobnicate on;
    # ^^^^^^^^^^ error nginx/unknown-directive: nginx has no directive frobnicate, nor has any module that is known: it does not start
      some_module { listen 80; }
    # ^^^^^^^^^^^ error nginx/unknown-directive: nginx has no directive some_module, nor has any module that is known: it does not start
    }
    `,
    only,
  ));

test('a blank is missing', () =>
  checkNginx(
    `
    http {
      gzip=on;
    # ^^^^^^^ + error nginx/unknown-directive: a blank is missing after gzip: nginx takes gzip=on for the name of a directive
      server {
        listen: 80;
    #   ^^^^^^^ ! error nginx/unknown-directive: nginx has no directive listen:: did you mean listen?
        location/ { root /srv; }
    #   ^^^^^^^^^ + error nginx/unknown-directive: a blank is missing after location: nginx takes location/ for the name of a directive
        location=/x { root /srv; }
    #   ^^^^^^^^^^^ + error nginx/unknown-directive: a blank is missing after location: nginx takes location=/x for the name of a directive
        expires30d;
    #   ^^^^^^^^^^ + error nginx/unknown-directive: a blank is missing after expires: nginx takes expires30d for the name of a directive
      }
    }
    `,
    only,
  ));

test('comments of other languages', () =>
  checkNginx(
    `
    http {
      // listen 80;
    # ^^ + error nginx/unknown-directive: a comment begins with #: nginx takes // for the name of a directive
      /* gzip on; */
    # ^^ error nginx/unknown-directive: a comment begins with #: nginx takes /* for the name of a directive
      server { listen 80; }
    }
    `,
    only,
  ));

test('comments become comments', () =>
  fixNginx(
    `
    http {
      // gzip on;
      gzip off;
    }
    `,
    `
    http {
      # gzip on;
      gzip off;
    }
    `,
    only,
  ));

test('a module that is loaded and not known may have it; a misspelt name is one all the same', () =>
  checkNginx(
    `
    load_module modules/ngx_http_secret_module.so;
    http {
      secret_key abc;
      gzipp on;
    # ^^^^^ ! error nginx/unknown-directive: nginx has no directive gzipp: did you mean gzip?
    }
    `,
    only,
  ));

test('names of other modules, of forks and of the commercial version', () =>
  checkNginx(
    `
    load_module modules/ngx_http_headers_more_filter_module.so;
    http {
      more_set_headers "Server: x";
      brotli on;
      lua_shared_dict a 1m;
      upstream u { zone u 64k; server 127.0.0.1; check interval=1000; }
      server {
        listen 80;
        location / { proxy_pass http://u; health_check; auth_jwt a; }
        location /lua { content_by_lua_block { ngx.say("a") } }
      }
    }
    `,
    only,
  ));

test('blocks whose lines only their module knows', () =>
  checkNginx(
    `
    mgmt { usage_report endpoint=a interval=1h; license_token x; }
    rtmp { server { listen 1935; application live { live on; } } }
    http {
      otel_exporter { endpoint localhost:4317; batch_size 512; }
      oidc_provider idp { issuer https://a; ssl_trusted_certificate b; }
      geoip2 /a.mmdb { auto_reload 5m; $country country iso_code; }
      server { listen 80; location / { content_by_lua_block { ngx.say("a") } } }
    }
    stream { server { listen 12; status_zone a; zone_sync; proxy_pass 127.0.0.1:1; } }
    `,
    only,
  ));

test('names of private modules', () =>
  checkNginx(
    `
    # -- nginx.conf --
    http {
      my_directive on;
      my_block { anything goes; listen 80; }
      gzipp on;
    # ^^^^^ ! error nginx/unknown-directive: nginx has no directive gzipp: did you mean gzip?
    }
    # -- .keepalint.yaml --
    nginx:
      directives: [my_directive, my_block]
    `,
    only,
  ));

test('placeholders', () =>
  checkNginx(
    `
    http {
      \${EXTRA} on;
      @@option@@ on;
      __NAME__ a;
    }
    `,
    only,
  ));

test('modules that are sold, built apart or scripted', () =>
  checkNginx(
    `
    http {
      app_protect_enable on;
      mruby_init_code 'a';
      server {
        listen 80;
        location / { socks_pass socks5://127.0.0.1:9050; }
        location /d { datadog_service_name d; opentelemetry on; }
      }
    }
    `,
    only,
  ));
