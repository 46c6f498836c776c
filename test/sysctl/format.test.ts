import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applySpaces, defaultFormat, type FormatOptions } from '../../server/src/core/format.ts';
import { format } from '../../server/src/sysctl/format.ts';
import { readLines } from '../../server/src/sysctl/syntax.ts';
import { corpus, filesBelow, isThere, sourceOf } from '../corpus.ts';
import { dedent } from '../harness.ts';

function formatted(text: string, options: Partial<FormatOptions> = {}): string {
  const all = { ...defaultFormat, ...options };
  const run = (text: string) => {
    const result = format({ text }, all);
    if (result.refused) throw new Error(result.refused);
    return applySpaces(text, result.edits);
  };
  const after = run(text);
  expect(run(after)).toBe(after);
  return after;
}

/** What programs read of a text, in order; of comments what they say. */
const read = (text: string) =>
  [...readLines(text)].flatMap((line) => {
    switch (line.kind) {
      case 'blank':
        return [];
      case 'comment':
        return [[text[line.mark], line.text]];
      case 'bad':
        return [[line.text.text]];
      default:
        return [[line.dash !== undefined, line.key.text, line.kind === 'assignment' ? line.value.text : undefined]];
    }
  });

test('one blank around the first equals sign', () =>
  expect(
    formatted(
      dedent(`

        net.core.somaxconn=8192
          net.ipv4.tcp_tw_reuse  =\t1  \t
        -net.ipv4.ip_local_port_range = 1024   65000
        kernel.core_pattern=|/bin/x %p  a=b
        net.ipv4.tcp_rmem = 1 2 3  # why
        net.ipv4.conf.all.rp_filter =
        -net.ipv4.conf.lo.rp_filter\t


           # comment   of two${'  '}
        ; semicolon
        nonsense  here

      `),
    ),
  ).toBe(
    dedent(`
      net.core.somaxconn = 8192
      net.ipv4.tcp_tw_reuse = 1
      -net.ipv4.ip_local_port_range = 1024   65000
      kernel.core_pattern = |/bin/x %p  a=b
      net.ipv4.tcp_rmem = 1 2 3  # why
      net.ipv4.conf.all.rp_filter =
      -net.ipv4.conf.lo.rp_filter

      # comment   of two
      ; semicolon
      nonsense  here
    `),
  ));

test('aligned within a block', () =>
  expect(formatted('a.b=1\n# c\n-abc.def =2\n\nx.y= 3\nlonger.key   =4\n', { align: true })).toBe(
    'a.b      = 1\n# c\n-abc.def = 2\n\nx.y        = 3\nlonger.key = 4\n',
  ));

describe('left alone', () => {
  test.each([
    ['a command of a shell', 'sysctl -w net.core.somaxconn=1\n'],
    ['a line that a short buffer would cut', `a.b=${'x'.repeat(1000)}\n`],
    ['other white space', 'a.b=1\v\n a.b\f=1\n'],
    ['a byte order mark', '\ufeffa.b=1\n\ufeff# a=b\n'],
    ['a region', '# keepalint-format off\na.b=1 \n\n\n a=2\n # keepalint-format on\na.c = 3\n'.replace('\n #', '\n#')],
    ['a region up to the end', '# keepalint-format off\na.b=1 \n\n\n'],
  ])('%s', (_, text) => expect(formatted(text)).toBe(text));
});

test('line breaks stay', () => expect(formatted('a=1\r\n\r\n\r\nb=2')).toBe('a = 1\r\n\r\nb = 2\r\n'));
test('nothing stays nothing', () => {
  expect(formatted('')).toBe('');
  expect(formatted(' \n\n')).toBe('');
});

test('blank lines that go do not part what is aligned', () => {
  expect(formatted('net.b=1\n\na=2\n', { align: true, blankLines: 0 })).toBe('net.b = 1\na     = 2\n');
  expect(formatted('net.b=1\n\na=2\n', { align: true, blankLines: 1 })).toBe('net.b = 1\n\na = 2\n');
});

const options = fc.record({ align: fc.boolean(), blankLines: fc.integer({ min: 0, max: 2 }) });

test('of any text the same is read', () => {
  const pieces = [
    'a',
    'net.b',
    '=',
    '-',
    '#',
    ';',
    ' ',
    '\t',
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    '\v',
    '\ufeff',
    '1 2',
    '\xa0',
    '"',
    '//',
  ];
  const switches = ['# keepalint-format off\n', '# keepalint-format on\n'];
  const text = fc.array(fc.constantFrom(...pieces, ...switches), { maxLength: 60 }).map((list) => list.join(''));
  fc.assert(
    fc.property(text, options, (text, options) => {
      expect(read(formatted(text, options))).toEqual(read(text));
    }),
    { numRuns: 2000 },
  );
});

test.skipIf(!isThere)('of real files the same is read', () => {
  let count = 0;
  for (const file of filesBelow(corpus)) {
    const { text } = sourceOf(file);
    for (const align of [false, true]) expect(read(formatted(text, { align })), file).toEqual(read(text));
    count++;
  }
  expect(count).toBeGreaterThan(100);
});
