import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const said = (value: string) =>
  `so_keepalive takes on, off, or idle:interval:probes such as 5m:30s:4, with times in whole seconds and at least one of the three, not "${value}": nginx does not start`;

test('values that nginx refuses', () =>
  checkNginx(
    `
    events {}
    http {
      server {
        listen 81 so_keepalive=500ms;
    #                          ^^^^^ error nginx/invalid-so-keepalive: ${said('500ms')}
        listen 82 so_keepalive=::;
    #                          ^^ error nginx/invalid-so-keepalive: ${said('::')}
        listen 83 so_keepalive=30m:10:x;
    #                          ^^^^^^^^ error nginx/invalid-so-keepalive: ${said('30m:10:x')}
        listen 84 so_keepalive=ON;
    #                          ^^ + error nginx/invalid-so-keepalive: ${said('ON')}
        listen 85 so_keepalive=yes;
    #                          ^^^ + error nginx/invalid-so-keepalive: ${said('yes')}
        listen 86 so_keepalive=$idle;
    #                          ^^^^^ error nginx/invalid-so-keepalive: ${said('$idle')}
        listen 87 so_keepalive=;
    #             ^^^^^^^^^^^^^ error nginx/invalid-so-keepalive: ${said('')}
      }
    }
    stream { server { listen 88 so_keepalive=0; proxy_pass 10.0.0.1:88; } }
    #                                        ^ + error nginx/invalid-so-keepalive: ${said('0')}
    `,
  ));

test('values that it takes, and placeholders', () =>
  checkNginx(
    `
    events {}
    http {
      server {
        listen 81 so_keepalive=on;
        listen 82 so_keepalive=off;
        listen 83 so_keepalive=30m::10;
        listen 84 so_keepalive=60;
        listen 85 so_keepalive=::4;
        listen 86 so_keepalive=1h30m:10s:;
        listen 87 so_keepalive={{ idle }};
        listen 88 so_keepalive=@IDLE@;
      }
    }
    `,
    { only: ['nginx/invalid-so-keepalive', 'nginx/invalid-value'] },
  ));
