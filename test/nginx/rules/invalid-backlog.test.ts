import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const said = (value: string) =>
  `backlog takes a whole number from 1 on, not "${value}": nginx does not start; without it an accept queue has 511 places on Linux, and net.core.somaxconn is the most it gets`;

test('values that nginx refuses', () =>
  checkNginx(
    `
    events {}
    http {
      server {
        listen 81 backlog=0;
    #                     ^ error nginx/invalid-backlog: ${said('0')}
        listen 82 backlog=-1;
    #                     ^^ error nginx/invalid-backlog: ${said('-1')}
        listen 83 backlog=64k;
    #                     ^^^ error nginx/invalid-backlog: ${said('64k')}
        listen 84 backlog=65,535;
    #                     ^^^^^^ + error nginx/invalid-backlog: ${said('65,535')}
        listen 85 backlog=$queue;
    #                     ^^^^^^ error nginx/invalid-backlog: ${said('$queue')}
      }
    }
    mail { server { listen 86 backlog=many; protocol imap; } }
    #                                 ^^^^ error nginx/invalid-backlog: ${said('many')}
    `,
    { only: ['nginx/invalid-backlog', 'nginx/invalid-value'] },
  ));

test('values that it takes, and placeholders', () =>
  checkNginx(
    `
    events {}
    http {
      server {
        listen 81 backlog=1;
        listen 82 backlog=65535;
        listen 83 backlog={{ queue }};
        listen 84 backlog=@BACKLOG@;
      }
    }
    `,
    { only: ['nginx/invalid-backlog', 'nginx/invalid-value'] },
  ));

test('stream has it from the start', () =>
  checkNginx(
    `
    stream {
      server { listen 81 backlog=0; proxy_pass 10.0.0.1:81; }
    #                            ^ error nginx/invalid-backlog: ${said('0')}
    }
    `,
  ));
