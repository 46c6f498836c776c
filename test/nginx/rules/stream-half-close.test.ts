import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const said = (limit: string) =>
  `proxy_half_close on: after one side has closed, its connection stays in CLOSE_WAIT and the other one in FIN_WAIT_2 until the other side closes, too, or is silent for ${limit}`;
const target = { target: 'nginx=1.26' };

test('with the limit that applies', () =>
  checkNginx(
    `
    stream {
      proxy_half_close on;
    # ^^^^^^^^^^^^^^^^^^^ info nginx/stream-half-close: ${said('proxy_timeout 10m')}
      server {
        listen 5432;
        proxy_pass 10.0.0.1:5432;
        proxy_timeout 30s;
        proxy_half_close on;
    #   ^^^^^^^^^^^^^^^^^^^ info nginx/stream-half-close: ${said('proxy_timeout 30s')}
      }
      server { listen 5433; proxy_pass 10.0.0.1:5433; }
    }
    `,
    target,
  ));

test('off, and an on that applies nowhere', () =>
  checkNginx(
    `
    stream {
      proxy_half_close on;
      server { listen 5432; proxy_pass 10.0.0.1:5432; proxy_half_close off; }
    }
    `,
    target,
  ));

test('a server for datagrams has no sides that close', () =>
  checkNginx(
    `
    stream {
      server { listen 53 udp; proxy_pass 10.0.0.1:53; proxy_half_close on; }
    }
    `,
    target,
  ));
