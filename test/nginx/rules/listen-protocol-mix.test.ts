import { test } from 'vitest';
import { checkNginx } from '../../harness.ts';

const cert = 'ssl_certificate a.pem; ssl_certificate_key a.key;';

test('a server without ssl speaks TLS where another one has it', () =>
  checkNginx(
    `
    events {}
    http {
      server { listen 443 ssl; server_name a.example; ${cert} }
    #          ^^^^^^^^^^^^^^ see nginx/listen-protocol-mix: makes the whole socket speak TLS
      server { listen *:443; server_name b.example; }
    #          ^^^^^^^^^^^^ warning nginx/listen-protocol-mix: this server speaks TLS on 0.0.0.0:443, too: ssl of another listen (nginx.conf:3) holds for the whole socket; it shows the certificate of the default server, and refuses what comes without TLS
    }
    `,
    { related: true },
  ));

test('the default server needs a certificate then', () =>
  checkNginx(
    `
    events {}
    http {
      server { listen 8443; server_name b.example; }
    #          ^^^^^^^^^^^ error nginx/listen-protocol-mix: this server speaks TLS on 0.0.0.0:8443, too: ssl of another listen (nginx.conf:4) holds for the whole socket, and there is no ssl_certificate for this one: nginx does not start
      server { listen 8443 ssl; server_name a.example; ${cert} }
    }
    `,
  ));

test('ssl on port 80, or of one server among many, is the odd one', () =>
  checkNginx(
    `
    events {}
    http {
      server { listen 80 default_server; listen 443 ssl; server_name a.example; ${cert} }
      server { listen 80 ssl; listen 443 ssl; server_name b.example; ${cert} }
    #                    ^^^ warning nginx/listen-protocol-mix: ssl holds for the whole socket 0.0.0.0:80: the server of nginx.conf:3 speaks TLS there, too, and refuses what comes without
      server { listen 8080; server_name a.example; }
      server { listen 8080; server_name b.example; }
      server { listen 8080 ssl; server_name c.example; ${cert} }
    #                      ^^^ error nginx/listen-protocol-mix: ssl holds for the whole socket 0.0.0.0:8080: the server of nginx.conf:5 speaks TLS there, too, and has no ssl_certificate: nginx does not start
    }
    `,
  ));

test('harmless: a certificate of its own, inherited, or none on purpose', () =>
  checkNginx(
    `
    events {}
    http {
      server { listen 443; server_name a.example; ${cert} }
      server { listen 443 ssl; server_name b.example; ${cert} }
      server { listen 8443 default_server; ssl_reject_handshake on; }
      server { listen 8443 ssl; server_name b.example; ${cert} }
      include tls.conf;
    }
    `,
    { only: ['nginx/listen-protocol-mix'] },
  ));

test('harmless: the certificate stands in http', () =>
  checkNginx(
    `
    events {}
    http {
      ${cert}
      server { listen 443; server_name a.example; }
      server { listen 443 ssl; server_name b.example; }
    }
    `,
  ));

test('other sockets, QUIC, and a switch of old', () =>
  checkNginx(
    `
    events {}
    http {
      server { listen 443 ssl; listen 443 quic; server_name a.example; ${cert} }
      server { listen 127.0.0.1:443; server_name b.example; }
      server { listen [::]:443; server_name c.example; }
      server { listen 8443; ssl on; server_name d.example; ${cert} }
      server { listen 8443 ssl; server_name e.example; ${cert} }
    }
    `,
    { only: ['nginx/listen-protocol-mix'] },
  ));

test('silent where the certificate may stand in what is not here, and about files that may be alternatives', () =>
  checkNginx(
    `
    # -- conf.d/a.conf --
    server { listen 443 ssl; server_name a.example; ${cert} }
    server { listen 443; server_name b.example; include /opt/elsewhere/tls.conf; }
    # -- conf.d/b.conf --
    server { listen 443; server_name c.example; }
    # -- conf.d/c.conf --
    server { listen {{ port }}; server_name c.example; }
    server { listen {{ port }} ssl; server_name d.example; }
    `,
    { only: ['nginx/listen-protocol-mix'] },
  ));

test('stream has servers that share a socket since 1.25.5', async () => {
  const text = (note: string) => `
    events {}
    stream {
      server { listen 5432 ssl; server_name a.example; proxy_pass 10.0.0.1:5432; ${cert} }
      server { listen 5432; server_name b.example; proxy_pass 10.0.0.2:5432; }
${note}    }
    `;
  await checkNginx(
    text(
      '    #          ^^^^^^^^^^^ warning nginx/listen-protocol-mix: this server speaks TLS on 0.0.0.0:5432, too: ssl of another listen (nginx.conf:3) holds for the whole socket; it shows the certificate of the default server, and refuses what comes without TLS\n',
    ),
    { target: 'nginx=1.26' },
  );
  await checkNginx(text(''), { target: 'nginx=1.24', only: ['nginx/listen-protocol-mix'] });
});

test('a default server that rejects handshakes has no certificate to lend', () =>
  checkNginx(
    `
    events {}
    http {
      server { listen 443 ssl default_server; ssl_reject_handshake on; }
      server { listen 443; server_name a.example; }
    #          ^^^^^^^^^^ error nginx/listen-protocol-mix: this server speaks TLS on 0.0.0.0:443, too: ssl of another listen (nginx.conf:3) holds for the whole socket, and there is no ssl_certificate for this one: nginx does not start
      server { listen 443 ssl; server_name b.example; }
    #          ^^^^^^^^^^^^^^ error nginx/undefined-reference: this server speaks TLS on 0.0.0.0:443 without an ssl_certificate, and the default server there, which rejects handshakes, has none either: nginx does not start
    }
    `,
  ));

test('the certificate that the one with ssl lacks is another fault', () =>
  checkNginx(
    `
    events {}
    http {
      server { listen 443 ssl; server_name a.example; }
    #          ^^^^^^^^^^^^^^ error nginx/undefined-reference: the default server of 0.0.0.0:443 speaks TLS without an ssl_certificate: nginx does not start
      server { listen 443; server_name b.example; }
      server { listen 80 ssl; server_name a.example; }
    #          ^^^^^^^^^^^^^ error nginx/undefined-reference: the default server of 0.0.0.0:80 speaks TLS without an ssl_certificate: nginx does not start
      server { listen 80; server_name b.example; }
    }
    `,
  ));
