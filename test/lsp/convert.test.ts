import { expect, it } from 'vitest';
import { pathOf, uriOf } from '../../server/src/lsp/convert.ts';

it.each([
  ['file:///etc/nginx/nginx.conf', '/etc/nginx/nginx.conf'],
  ['file:///srv/a%20b/%E9%85%8D%E7%BD%AE%23.conf', '/srv/a b/配置#.conf'],
  ['file:///c%3A/nginx/nginx.conf', 'c:/nginx/nginx.conf'],
  ['file://server/share/nginx.conf', '//server/share/nginx.conf'],
  ['file:///srv/sites/shop%3A80.conf', '/srv/sites/shop:80.conf'],
  ['file:///memfs%3A/nginx.conf', '/memfs:/nginx.conf'],
  ['file:///', '/'],
  ['memfs:/nginx/a%20b.conf', '//memfs:/nginx/a b.conf'],
  ['memfs:/', '//memfs:'],
  ['vscode-test-web://mount/nginx.conf', '//vscode-test-web:mount/nginx.conf'],
  ['vscode-test-web://mount/', '//vscode-test-web:mount'],
  ['vscode-vfs://github/owner/repository/%23/nginx.conf', '//vscode-vfs:github/owner/repository/#/nginx.conf'],
  ['vscode-vfs://github%2B7b22/owner/nginx.conf', '//vscode-vfs:github%2B7b22/owner/nginx.conf'],
  ['vscode-remote://ssh-remote%2Bweb1/etc/nginx/nginx.conf', '//vscode-remote:ssh-remote%2Bweb1/etc/nginx/nginx.conf'],
  ['vscode-remote://127.0.0.1:8080/etc/sysctl.conf', '//vscode-remote:127.0.0.1:8080/etc/sysctl.conf'],
  ['untitled:Untitled-1', '//untitled:?/Untitled-1'],
  ['untitled:/srv/new.conf', '//untitled:/srv/new.conf'],
  ['untitled:a/b%2Fc', '//untitled:?/a%2Fb%252Fc'],
  ['git:/srv/nginx.conf?%7B%22ref%22%3A%22~%22%7D', '//git:?/%2Fsrv%2Fnginx.conf%3F%257B%2522ref%2522%253A%2522~%2522%257D'],
])('%s is the document at %s, and the other way round', (uri, path) => {
  expect(pathOf(uri)).toBe(path);
  expect(uriOf(path)).toBe(uri);
});

it('reads the other spellings of a URI, too', () => {
  expect(pathOf('file:///C:/nginx/nginx.conf')).toBe('c:/nginx/nginx.conf');
  expect(pathOf('file:///srv/100%.conf')).toBe('/srv/100%.conf');
  expect(pathOf('file:/srv/a.conf')).toBe('/srv/a.conf');
  expect(pathOf('file:///srv/nginx/')).toBe('/srv/nginx');
  expect(pathOf('memfs:///nginx.conf')).toBe('//memfs:/nginx.conf');
  expect(pathOf('vscode-test-web://mount')).toBe('//vscode-test-web:mount');
});
