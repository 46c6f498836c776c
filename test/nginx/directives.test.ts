import { describe, expect, test } from 'vitest';
import { thirdParty } from '../../server/src/nginx/facts/curated.ts';
import { rows } from '../../server/src/nginx/facts/directives.data.ts';
import { directive, takes } from '../../server/src/nginx/facts/directives.ts';

const all = [...rows.trim().split('\n'), ...thirdParty()];

describe('the table of directives', () => {
  test('is sorted and says nothing twice', () => {
    const own = rows.trim().split('\n');
    expect(own).toEqual([...new Set(own)].sort((a, b) => (a < b ? -1 : 1)));
    expect(all.length - new Set(all).size).toBe(0);
  });

  test('has rows of one form', () => {
    const version = '(?:\\d+\\.\\d+\\.\\d+)?';
    const form = `${version}:[a-z_ ,]*:[\\d,+]*:\\{?:\\w*:[^:;\\t]*`;
    const row = new RegExp(
      `^\\w+\\t(?:core|http|stream|mail)\\t[\\w/.-]+\\t${form}(?:;${form})*(?:\\t${version}(?:\\t[^\\t]*)?)?$`,
    );
    expect(all.filter((line) => !row.test(line))).toEqual([]);
  });

  test('ends nothing before it began', () => {
    const wrong = all.flatMap((row) => directive(row.split('\t')[0]!)).filter((f) => f.first && f.last && f.first > f.last);
    expect(wrong).toEqual([]);
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
