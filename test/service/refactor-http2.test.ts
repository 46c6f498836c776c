import { expect, it } from 'vitest';
import { offeredAt } from './refactor.ts';

const spanning = 'nginx=1.24 nginx=1.26';
const changed = async (text: string, target = spanning) => {
  const [refactoring] = (await offeredAt(`events {}\nhttp {\n${text}}\n`, { target })).filter((r) => r.id.startsWith('http2'));
  if (!refactoring) return undefined;
  if (refactoring.refused) return 'refused';
  const after = refactoring.after().get('nginx.conf')!;
  return after.slice('events {}\nhttp {\n'.length, -2);
};

const tls = 'ssl_certificate a.pem; ssl_certificate_key a.key;';
const old = `server { lis|ten 443 ssl http2; ${tls} }\n`;

it('listen … http2 and http2 on become each other, where a target has both', async () => {
  expect(await changed(old)).toBe(`server { listen 443 ssl; http2 on; ${tls} }\n`);
  expect(await changed(`server { listen 443 ssl; htt|p2 on; ${tls} }\n`)).toBe(`server { listen 443 ssl http2; ${tls} }\n`);
});

it('are left to the rule, or alone, where all targets are of one kind', async () => {
  expect(await changed(old, 'nginx=1.26')).toBeUndefined();
  expect(await changed(old, 'nginx=1.24')).toBeUndefined();
  expect(await changed(`server { listen 443 ssl; htt|p2 on; ${tls} }\n`, 'nginx=1.26')).toBeUndefined();
});

it('the parameter takes along the servers that share a socket', async () => {
  const second = (http2: string) => `server { listen 443 ssl; server_name b; ${http2}${tls} }\n`;
  const first = `server { listen 443 ssl; listen [::]:443 ssl; htt|p2 on; ${tls} }\n`;
  expect(await changed(first + second('http2 on; '))).toBe(
    `server { listen 443 ssl http2; listen [::]:443 ssl http2; ${tls} }\nserver { listen 443 ssl http2; server_name b; ${tls} }\n`,
  );
  expect(await changed(first + second(''))).toBe('refused');
});

it('the directive does not bring HTTP/2 to a socket that had none', async () => {
  expect(await changed(`server { lis|ten 443 ssl http2; listen 8443 ssl; ${tls} }\n`)).toBe('refused');
});
