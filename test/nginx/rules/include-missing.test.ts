import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const only = { only: ['nginx/include-missing'] };

test('a file beside the main file, and in a folder that is there', () =>
  checkNginx(
    `
    # -- nginx.conf --
    http {
      include common.conf;
    # ^^^^^^^^^^^^^^^^^^^ warning nginx/include-missing: there is no file common.conf: nginx does not start without a file that is included by its name
      include sites/a.conf;
      include sites/b.conf;
    # ^^^^^^^^^^^^^^^^^^^^ warning nginx/include-missing: there is no file sites/b.conf: nginx does not start without a file that is included by its name
      server { include sites/../none.conf; }
    #          ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning nginx/include-missing: there is no file sites/../none.conf: nginx does not start without a file that is included by its name
    }
    # -- sites/a.conf --
    server { listen 80; include ssl.conf; }
    #                   ^^^^^^^^^^^^^^^^ warning nginx/include-missing: there is no file ssl.conf: nginx does not start without a file that is included by its name
    `,
    only,
  ));

test('a folder that is not here, a pattern, an absolute path and stock files say nothing', () =>
  checkNginx(
    `
    # -- nginx.conf --
    http {
      include mime.types;
      include snippets/common.conf;
      include conf.d/*.conf;
      include /etc/letsencrypt/options-ssl-nginx.conf;
      include /etc/nginx/other.conf;
      include proxy_params;
    }
    `,
    only,
  ));

test('a fragment does not know its main file', () =>
  checkNginx(
    `
    # -- conf.d/a.conf --
    server { listen 80; include common.conf; }
    `,
    only,
  ));

test('on the machine itself, or in a copy of its folders, absolute paths count, too', () =>
  checkNginx(
    `
    # -- etc/nginx/nginx.conf --
    http {
      include /etc/nginx/common.conf;
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning nginx/include-missing: there is no file /etc/nginx/common.conf: nginx does not start without a file that is included by its name
      include /etc/nginx/snippets/tls.conf;
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning nginx/include-missing: there is no file /etc/nginx/snippets/tls.conf: nginx does not start without a file that is included by its name
      include /etc/site/a.conf;
    # ^^^^^^^^^^^^^^^^^^^^^^^^ warning nginx/include-missing: there is no file /etc/site/a.conf: nginx does not start without a file that is included by its name
      include /srv/b.conf;
    }
    # -- etc/nginx/snippets/other.conf --
    # nothing yet
    # -- etc/site/nginx.conf --
    server { listen 80; }
    `,
    only,
  ));
