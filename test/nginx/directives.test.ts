import { describe, expect, test } from 'vitest';
import { byNameOnly } from '../../server/src/nginx/facts/curated.ts';
import { rows } from '../../server/src/nginx/facts/directives.data.ts';
import { directive, takes } from '../../server/src/nginx/facts/directives.ts';
import { rows as documented } from '../../server/src/nginx/facts/documented.data.ts';
import { rows as modules } from '../../server/src/nginx/facts/modules.data.ts';

const files = [rows, modules, documented].map((text) => text.trim().split('\n'));
const all = [...files.flat(), ...byNameOnly()];
const facts = [...new Set(all.map((row) => row.split('\t')[0]!))].flatMap(directive);

describe('the table of directives', () => {
  test('is sorted and says nothing twice', () => {
    for (const file of files) expect(file).toEqual([...new Set(file)].sort((a, b) => (a < b ? -1 : 1)));
    const keys = all.map((row) => row.split('\t', 3).join('\t'));
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  test('has rows of one form', () => {
    const version = '(?:\\d+\\.\\d+\\.\\d+)?';
    const form = `${version}:[a-z_ ,]*:[\\d,+]*:\\{?:\\w*:[^:;\\t]*(?::(?:\\d+-\\d*|>[^;\\t]+|\\w*))?`;
    const row = new RegExp(
      `^\\w+\\t(?:core|http|stream|mail)\\t[\\w/.-]+\\t${form}(?:;${form})*(?:\\t${version}(?:\\t[^\\t]*)?)?$`,
    );
    expect(all.filter((line) => !row.test(line))).toEqual([]);
  });

  test('knows of nginx itself where, with how many arguments, since when, and how they are read', () => {
    const own = facts.filter((f) => f.first !== undefined);
    expect(own.length).toBe(files[0]!.length);
    expect(own.flatMap((f) => f.forms).filter((f) => !f.from || !f.contexts.length || !f.arity || !f.setter)).toEqual([]);
  });

  test('has forms in the order of their releases, the last not after the directive itself', () => {
    const wrong = facts.filter(({ forms, first, last }) => {
      const from = forms.map((f) => f.from ?? 0);
      return from.some((v, i) => v <= (from[i - 1] ?? -1)) || from[0] !== (first ?? 0) || from.at(-1)! > (last ?? Infinity);
    });
    expect(wrong).toEqual([]);
  });

  test('knows words, bounds and what takes the place of a directive, by release', () => {
    const forms = (name: string, ns = 'http') => directive(name).find((f) => f.namespace === ns)!.forms;
    expect(forms('proxy_http_version').map((f) => f.values)).toEqual([
      ['1.0', '1.1'],
      ['1.0', '1.1', '2'],
    ]);
    expect(forms('gzip_comp_level').at(-1)!.bounds).toEqual({ low: 1, high: 9 });
    expect(forms('limit_req_status').at(-1)!.bounds).toEqual({ low: 400, high: 599 });
    expect(forms('ssl').map((f) => f.replacement)).toEqual([undefined, 'listen ... ssl']);
    expect(forms('gzip_window').at(-1)?.check).toBe('http_gzip_window');
    const named = facts.flatMap((f) => f.forms).filter((f) => f.from && /(?:enum|bitmask)_slot$/.test(f.setter));
    expect(named.filter((f) => f.values.length === 0)).toEqual([]);
  });

  test('keeps what only the reference knows', () => {
    expect(directive('health_check').map((f) => f.namespace)).toEqual(['http', 'stream']);
    expect(directive('acme_issuer')).toMatchObject([{ block: true, contexts: ['http'] }]);
  });

  test('knows modules of others by their source', () => {
    expect(directive('brotli')).toMatchObject([{ module: 'google/ngx_brotli', arity: '1' }]);
    expect(directive('set_by_lua_block')).toMatchObject([{ block: true, arity: '1' }]);
    expect(directive('set_md5')).toMatchObject([{ module: 'openresty/set-misc-nginx-module', arity: '1,2' }]);
  });
});

describe('a directive', () => {
  test.each<[string, string, number, boolean]>([
    ['root', 'location', 1, true],
    ['root', 'location', 2, false],
    ['keepalive', 'upstream', 2, true],
    ['keepalive_timeout', 'http', 2, true],
    ['keepalive_timeout', 'upstream', 2, false],
    ['server_name', 'server', 9, true],
    ['server_name', 'server', 0, false],
    ['more_set_headers', 'location', 5, true],
  ])('%s in %s with %d arguments: %s', (name, context, n, expected) => {
    const facts = directive(name).filter((f) => f.contexts.includes(context) && f.namespace === 'http');
    expect(facts.some((fact) => takes(fact, n))).toBe(expected);
  });

  test('nobody has is not known', () => {
    expect(directive('no_such_directive')).toEqual([]);
    expect(directive('constructor')).toEqual([]);
  });

  test('knows since when and until when', () => {
    expect(directive('ssl').map((f) => [f.namespace, f.last])).toEqual(expect.arrayContaining([['http', 1025000]]));
    expect(directive('http2').map((f) => f.first)).toEqual([1025001]);
  });
});
