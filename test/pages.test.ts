import { expect, test } from 'vitest';
import { blocksOf, regenerate } from './pages.ts';

test('a code block with a role is executed, any other is text', () => {
  const page = '```sh\nls\n```\n\n```sysctl bad target=kernel=4.9 target=kernel=6.1\na.b = 1\n```\n';
  expect(blocksOf(page, 'x')).toEqual([
    {
      role: 'bad',
      language: 'sysctl',
      target: 'kernel=4.9 kernel=6.1',
      files: new Map([['sysctl.conf', 'a.b = 1\n']]),
      line: 5,
    },
  ]);
});

test('blocks with file= belong to the one before', () => {
  const page =
    '```nginx good\nhttp {}\n```\n\n```nginx good file=conf.d/a.conf\nserver {}\n```\n\n```nginx good\nevents {}\n```\n';
  expect(blocksOf(page, 'x').map((b) => [...b.files.keys()])).toEqual([['nginx.conf', 'conf.d/a.conf'], ['nginx.conf']]);
});

test('what would run nothing by mistake throws', () => {
  expect(() => blocksOf('```nginx goood\n```\n', 'x')).toThrow('x:1: "nginx goood" is not a language with a role');
  expect(() => blocksOf('text\n```ngnix bad\n```\n', 'x')).toThrow('x:2');
  expect(() => blocksOf('```nginx bad targets=nginx=1.24\n```\n', 'x')).toThrow('unknown option "targets=nginx=1.24"');
});

test('generated parts keep their markers, and a page without them throws', () => {
  const page = '# a\n<!-- generated: header -->\nold\n<!-- /generated -->\ntext\n';
  expect(regenerate(page, 'header', 'new $& \n')).toBe('# a\n<!-- generated: header -->\nnew $& \n<!-- /generated -->\ntext\n');
  expect(() => regenerate('# a\n', 'header', '')).toThrow();
});
