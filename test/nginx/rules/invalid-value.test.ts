import { test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const only = { only: ['nginx/invalid-value'] };

test('switches, numbers, sizes and times by the setter of the directive', () =>
  checkNginx(
    `
    worker_processes 4.0;
    #                ^^^ + error nginx/invalid-value: worker_processes takes auto or a whole number, not "4.0"
    http {
      sendfile yes;
    #          ^^^ + error nginx/invalid-value: sendfile takes on or off, not "yes"
      gzip On;
      gzip_comp_level 10;
    #                 ^^ error nginx/invalid-value: gzip_comp_level takes a whole number from 1 to 9, not "10"
      client_body_buffer_size 64kb;
    #                         ^^^^ + error nginx/invalid-value: client_body_buffer_size takes a size such as 512, 64k or 1m, not "64kb": k and m are the only units
      client_max_body_size 1g;
      proxy_buffer_size 1g;
    #                   ^^ + error nginx/invalid-value: proxy_buffer_size takes a size such as 512, 64k or 1m, not "1g": k and m are the only units
      proxy_read_timeout 60S;
    #                    ^^^ + error nginx/invalid-value: proxy_read_timeout takes a time such as 30s, 1m30s or 500ms, not "60S": w, d, h, m, s and ms are the only units here, each once and the largest first
      proxy_send_timeout 1M;
    #                    ^^ error nginx/invalid-value: proxy_send_timeout takes a time such as 30s, 1m30s or 500ms, not "1M": w, d, h, m, s and ms are the only units here, each once and the largest first
      open_file_cache_valid 500ms;
    #                       ^^^^^ error nginx/invalid-value: open_file_cache_valid takes a time such as 30s, 1h30m or 1y, not "500ms": y, M (months), w, d, h, m (minutes) and s are the only units here, each once and the largest first
      keepalive_timeout 65s;
      proxy_buffers 1 8k;
    #               ^ error nginx/invalid-value: proxy_buffers takes a whole number from 2 on, not "1"
    }
    `,
    only,
  ));

test('the common slips are put right', async () => {
  await fixNginx(
    `
    http {
      client_body_buffer_size "64 KB";
      proxy_buffer_size 1.5m;
      proxy_read_timeout 1.5h;
      proxy_send_timeout "30 seconds";
      proxy_connect_timeout 1y;
      ssl_session_timeout 5min;
    }
    `,
    `
    http {
      client_body_buffer_size "64k";
      proxy_buffer_size 1536k;
      proxy_read_timeout 90m;
      proxy_send_timeout "30s";
      proxy_connect_timeout 365d;
      ssl_session_timeout 5m;
    }
    `,
    only,
  );
});
