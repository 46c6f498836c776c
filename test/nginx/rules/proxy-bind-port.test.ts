import { test } from 'vitest';
import { checkNginx, fixNginx } from '../../harness.ts';

const said = (name: string, port: string) =>
  `port ${port} of ${name} is there for one connection at a time: while one is open, or in TIME_WAIT, bind() fails for the next with "Address already in use", and nginx answers 500`;

test('a fixed port, in every module', () =>
  checkNginx(
    `
    http {
      server {
        listen 80;
        location /a { proxy_bind 10.0.0.2:3333; }
    #                            ^^^^^^^^^^^^^ ! error nginx/proxy-bind-port: ${said('proxy_bind', '3333')}
        location /b { fastcgi_bind [2001:db8::2]:3333; }
    #                              ^^^^^^^^^^^^^^^^^^ ! error nginx/proxy-bind-port: ${said('fastcgi_bind', '3333')}
        location /c { grpc_bind 10.0.0.2:3333 transparent; }
    #                           ^^^^^^^^^^^^^ ! error nginx/proxy-bind-port: ${said('grpc_bind', '3333')}
        location /d { memcached_bind 10.0.0.2:3333; }
    #                                ^^^^^^^^^^^^^ ! error nginx/proxy-bind-port: ${said('memcached_bind', '3333')}
        location /e { scgi_bind 10.0.0.2:3333; }
    #                           ^^^^^^^^^^^^^ ! error nginx/proxy-bind-port: ${said('scgi_bind', '3333')}
        location /f { uwsgi_bind 10.0.0.2:3333; }
    #                            ^^^^^^^^^^^^^ ! error nginx/proxy-bind-port: ${said('uwsgi_bind', '3333')}
      }
    }
    `,
  ));

test('stream closes the session; datagrams share a port', () =>
  checkNginx(
    `
    stream {
      server {
        listen 5432;
        proxy_pass 10.0.0.1:5432;
        proxy_bind 10.0.0.2:3333;
    #              ^^^^^^^^^^^^^ ! warning nginx/proxy-bind-port: port 3333 of proxy_bind is there for one connection at a time: while one is open, or in TIME_WAIT, bind() fails for the next with "Address already in use", and nginx closes the session
      }
      server { listen 53 udp; proxy_pass 10.0.0.1:53; proxy_bind 10.0.0.2:3333; }
    }
    `,
  ));

test('in stream itself, where a server that inherits it carries TCP', () =>
  checkNginx(
    `
    stream {
      proxy_bind 10.0.0.2:3333;
    #            ^^^^^^^^^^^^^ ! warning nginx/proxy-bind-port: port 3333 of proxy_bind is there for one connection at a time: while one is open, or in TIME_WAIT, bind() fails for the next with "Address already in use", and nginx closes the session
      server { listen 5432; proxy_pass 10.0.0.1:5432; }
    }
    `,
  ));

test('where only those for datagrams do', () =>
  checkNginx(
    `
    stream {
      proxy_bind 10.0.0.2:3333;
      server { listen 5432; proxy_pass 10.0.0.1:5432; proxy_bind off; }
      server { listen 53 udp; proxy_pass 10.0.0.1:53; }
    }
    `,
  ));

test('an address alone, variables, and what is refused anyway', () =>
  checkNginx(
    `
    http {
      server {
        listen 80;
        proxy_bind $server_addr;
        location /a { proxy_bind 10.0.0.2; }
        location /b { proxy_bind $remote_addr:$remote_port transparent; }
        location /c { proxy_bind off; }
        location /d { proxy_bind 10.0.0.2:0; }
      }
    }
    `,
    { only: ['nginx/proxy-bind-port'] },
  ));

test('the fix leaves the address', () =>
  fixNginx(
    `
    http {
      server {
        listen 80;
        location /a { proxy_bind 10.0.0.2:3333 transparent; }
        location /b { proxy_bind [2001:db8::2]:3333; }
      }
    }
    `,
    `
    http {
      server {
        listen 80;
        location /a { proxy_bind 10.0.0.2 transparent; }
        location /b { proxy_bind 2001:db8::2; }
      }
    }
    `,
    { safety: ['unsafe'] },
  ));
