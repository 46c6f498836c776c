import { expect, test } from 'vitest';
import { parseVersion } from '../../../server/src/core/version.ts';
import { directiveNames } from '../../../server/src/nginx/facts/directives.ts';
import { builtIn, builtInNames, compiledWords, isOthers } from '../../../server/src/nginx/facts/variables.ts';
import type { Word } from '../../../server/src/nginx/syntax.ts';

test('a name in any case, a prefix, the longest of two prefixes', () => {
  expect(builtIn('Host', 'http')?.name).toBe('host');
  expect(builtIn('http_x_anything', 'http')?.name).toBe('http_');
  expect(builtIn('upstream_http_x', 'http')?.name).toBe('upstream_http_');
  expect(builtIn('sent_http_x', 'http')?.name).toBe('sent_http_');
  expect(builtIn('http', 'http')).toBeUndefined();
  expect(builtIn('uri', 'stream')).toBeUndefined();
  expect(builtIn('constructor', 'http')).toBeUndefined();
});

test('when variables came and went, and which may be set', () => {
  expect(builtIn('request_id', 'http')).toMatchObject({ first: parseVersion('1.11.0'), last: undefined, changeable: false });
  expect(builtIn('spdy', 'http')).toMatchObject({ last: parseVersion('1.9.4') });
  expect(builtIn('args', 'http')?.changeable).toBe(true);
});

test('both namespaces are there in full', () => {
  expect([...builtInNames('http')].length).toBeGreaterThan(150);
  expect([...builtInNames('stream')].length).toBeGreaterThan(60);
});

test('variables of modules that are not part of nginx', () => {
  expect(['brotli_ratio', 'jwt_claim_sub', 'echo_request_uri', 'OTEL_trace_id'].filter((name) => !isOthers(name))).toEqual([]);
  expect(['constructor', 'brotli', 'mine'].filter(isOthers)).toEqual([]);
});

test('every directive takes the question which of its words are compiled', () => {
  const word = (text: string): Word => ({ text, start: 0, end: 0, quote: undefined });
  for (const name of [...directiveNames(), 'constructor']) expect(compiledWords(name, [])).toEqual([]);
  expect(compiledWords('proxy_redirect', [word('~^/(.*)$'), word('/$1')]).map(({ text }) => text)).toEqual(['/$1']);
});
