import { expect, it } from 'vitest';
import { pathOf, uriOf } from '../../server/src/lsp/convert.ts';

it.each([
  ['file:///etc/nginx/nginx.conf', '/etc/nginx/nginx.conf'],
  ['file:///srv/a%20b/%E9%85%8D%E7%BD%AE%23.conf', '/srv/a b/配置#.conf'],
  ['file:///c%3A/nginx/nginx.conf', 'c:/nginx/nginx.conf'],
  ['file://server/share/nginx.conf', '//server/share/nginx.conf'],
  ['untitled:Untitled-1', '/untitled:Untitled-1'],
  ['file:///srv/sites/shop%3A80.conf', '/srv/sites/shop:80.conf'],
])('%s is the document at %s, and the other way round', (uri, path) => {
  expect(pathOf(uri)).toBe(path);
  expect(uriOf(path)).toBe(uri);
});

it('reads the other spellings of a URI, too', () => {
  expect(pathOf('file:///C:/nginx/nginx.conf')).toBe('c:/nginx/nginx.conf');
  expect(pathOf('file:///srv/100%.conf')).toBe('/srv/100%.conf');
});
