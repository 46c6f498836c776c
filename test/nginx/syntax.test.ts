// biome-ignore-all lint/suspicious/noTemplateCurlyInString: nginx writes variables like this
import { describe, expect, test } from 'vitest';
import { type DirectiveNode, parse, tokenKinds, tokens } from '../../server/src/nginx/syntax.ts';

/** A directive as its words, with its block as a list of directives at the end. */
type Shape = (string | Shape[])[];

const shape = (nodes: readonly DirectiveNode[]): Shape[] =>
  nodes.map(({ name, args, block }) => [name.text, ...args.map((w) => w.text), ...(block ? [shape(block.items)] : [])]);

/** The problems as `code@text`, with the text after the repair where there is one. */
function problems(text: string): string[] {
  return parse(text).problems.map(({ code, start, end, repair }) => {
    const fixed = repair && text.slice(0, repair.start) + repair.text + text.slice(repair.end);
    return `${code}@${text.slice(start, end)}${fixed === undefined ? '' : ` -> ${fixed}`}`;
  });
}

const pieces = (text: string) => {
  const { kinds, ends } = tokens(text);
  return Array.from(kinds, (kind, i) => `${tokenKinds[kind]} ${text.slice(ends[i - 1] ?? 0, ends[i])}`);
};

describe('words', () => {
  test.each<[string, string, Shape[]]>([
    [
      'end at blanks, semicolons and opening braces',
      'a b\tc\r\nd;e{f g;}',
      [
        ['a', 'b', 'c', 'd'],
        ['e', [['f', 'g']]],
      ],
    ],
    ['do not end at other blanks', 'a b\u00a0c\vd\fe;', [['a', 'b\u00a0c\vd\fe']]],
    ['hold quotes, hashes, closing braces and parentheses', 'a"b c\'d e#f g}h i(j)k;', [['a"b', "c'd", 'e#f', 'g}h', 'i(j)k']]],
    ['keep a brace after $', 'a ${b} c${d}e;', [['a', '${b}', 'c${d}e']]],
    [
      'keep a brace after $ even where nothing closes it',
      'location ~ \\.php${ a; b;',
      [['location', '~', '\\.php${', 'a'], ['b']],
    ],
    ['keep several braces after $', 'a ${{b c;', [['a', '${{b', 'c']]],
    ['end at a brace that follows more than $', 'a ${ b{c;}', [['a', '${', 'b', [['c']]]]],
    ['end at a brace after an escaped $', 'a \\${b;}', [['a', '\\$', [['b']]]]],
    ['may be empty', 'a "" \'\';', [['a', '', '']]],
    ['may be quoted names', '"a" b;', [['a', 'b']]],
    ['hold anything in quotes', 'a "b;{}#\n\'c" \'d"e\';', [['a', "b;{}#\n'c", 'd"e']]],
    ['begin anew at ) after a quote', 'if ($a = "b") {}', [['if', '($a', '=', 'b', ')', []]]],
    ['take a protected quote', 'a "b\\"c" \'d\\\'e\';', [['a', 'b"c', "d'e"]]],
    ['lose the backslash before quotes and backslashes', 'a b\\\\c b\\"c b\\\'c;', [['a', 'b\\c', 'b"c', "b'c"]]],
    ['turn \\t, \\r and \\n into what they mean', 'a b\\tc "\\r\\n";', [['a', 'b\tc', '\r\n']]],
    ['lose it in the first word, too', 'a\\"b c;', [['a"b', 'c']]],
    ['keep every other backslash', 'a \\d\\.\\ \\;\\{ "\\w";', [['a', '\\d\\.\\ \\;\\{', '\\w']]],
    ['read an escaped backslash before a quote', 'a "\\\\" b;', [['a', '\\', 'b']]],
    ['keep a backslash at the end of the text', 'a \\', [['a', '\\']]],
    ['hold bytes of any script', 'server_name 例子.测试 ünï;', [['server_name', '例子.测试', 'ünï']]],
  ])('%s', (_, text, expected) => {
    expect(shape(parse(text).items)).toEqual(expected);
  });

  test('know where they stand, with their quotes', () => {
    const text = 'a "b c" d;';
    const [node] = parse(text).items;
    expect(node!.args.map((w) => [text.slice(w.start, w.end), w.quote])).toEqual([
      ['"b c"', '"'],
      ['d', undefined],
    ]);
    expect([node!.terminator, node!.end]).toEqual([9, 10]);
  });
});

describe('comments', () => {
  test.each<[string, string, Shape[], string[]]>([
    ['stand where a word could begin', 'a #b;\nc;#d\n#e', [['a', 'c']], ['#b;', '#d', '#e']],
    ['stand right after a brace', 'a{#b\n}#c', [['a', []]], ['#b', '#c']],
    ['end at a line feed only', 'a;#b\rc;\n', [['a']], ['#b\rc;']],
    ['leave the carriage return of a line break', 'a;#b\r\nc;', [['a'], ['c']], ['#b']],
    ['are not begun inside a word', 'a b#c;', [['a', 'b#c']], []],
  ])('%s', (_, text, expected, comments) => {
    const tree = parse(text);
    expect(shape(tree.items)).toEqual(expected);
    expect(tree.comments.map((c) => text.slice(c.start, c.end))).toEqual(comments);
    expect(tree.problems).toEqual([]);
  });
});

describe('blocks', () => {
  test.each(['map $a $b', 'geo $a', 'types', 'split_clients $a $b', 'charset_map a b'])('%s holds values', (head) => {
    const { items, problems } = parse(`${head} { default 1; x y z; }`);
    expect(items[0]!.block!.kind).toBe('entries');
    expect(shape(items)[0]!.at(-1)).toEqual([
      ['default', '1'],
      ['x', 'y', 'z'],
    ]);
    expect(problems).toEqual([]);
  });

  test('know their braces', () => {
    const text = 'a { b; }';
    const { terminator, end, block } = parse(text).items[0]!;
    expect([terminator, block!.open, block!.close, end]).toEqual([2, 2, 7, 8]);
  });

  test('may be nested as deep as the text is long', () => {
    const { problems, items } = parse('a{'.repeat(100_000) + '}'.repeat(100_000));
    expect(problems).toEqual([]);
    expect(items).toHaveLength(1);
  });

  test('may be nested while nothing closes them', () => {
    expect(parse('a{'.repeat(100_000)).problems).toHaveLength(100_000);
  });
});

describe('Lua', () => {
  test.each<[string, string]>([
    ['braces', ' local a = { {}, 1 } '],
    ['strings', ' a = "}" .. \'}\' .. "\\"}" '],
    ['strings that do not end on their line', ' a = "b\n'],
    ['comments', ' -- } "\n a() '],
    ['long comments', ' --[[ } \n } ]] --[==[ ]] } ]==] '],
    ['long strings', ' a = [[ } ]] .. [=[ } ]] ]=] '],
    ['hashes, semicolons and quotes', " if #a > 1 then b(); end -- it's\n "],
  ])('holds %s', (_, body) => {
    const text = `location / { content_by_lua_block {${body}} a b; }`;
    const { items, problems } = parse(text);
    expect(problems).toEqual([]);
    expect(shape(items)).toEqual([
      [
        'location',
        '/',
        [
          ['content_by_lua_block', []],
          ['a', 'b'],
        ],
      ],
    ]);
    expect(pieces(text)).toContain(`lua ${body}`);
    expect(items[0]!.block!.items[0]!.block!.kind).toBe('lua');
  });

  test('may follow an argument', () => {
    expect(pieces('set_by_lua_block $a { return "}" }')).toContain('lua  return "}" ');
  });

  test('in quotes is a word like any other', () => {
    expect(shape(parse('content_by_lua \'\n a("}")\n\';').items)).toEqual([['content_by_lua', '\n a("}")\n']]);
  });

  test('without an end ends with its indentation', () => {
    const text = 'a {\n  content_by_lua_block {\n    b("}")\n    -- [[\n  }\n}\n';
    expect(problems(text.replace('-- [[', '--[['))).toEqual(['unclosed-lua@{']);
    expect(shape(parse(text.replace('-- [[', '--[[')).items)).toEqual([['a', [['content_by_lua_block', []]]]]);
  });
});

describe('tokens', () => {
  test('name everything in the text', () => {
    expect(pieces('a "b";\n# c\nd{}')).toEqual([
      'word a',
      'space  ',
      'word "b"',
      '; ;',
      'space \n',
      'comment # c',
      'space \n',
      'word d',
      '{ {',
      '} }',
    ]);
  });

  test('count a byte order mark to the first word', () => {
    expect(pieces('\ufeffa;')).toEqual(['word \ufeffa', '; ;']);
  });
});

describe('problems', () => {
  test.each<[string, string, string[]]>([
    ['a semicolon before a brace', 'a { b c }', ['missing-semicolon@c -> a { b c; }']],
    ['a semicolon at the end', 'a b', ['missing-semicolon@b -> a b;']],
    ['a semicolon after a quote', 'a { b "c"}', ['missing-semicolon@"c" -> a { b "c";}']],
    ['a semicolon of several lines is not certain', 'a {\nb\nc\n}', ['missing-semicolon@c']],
    ['a semicolon before a block', 'root /a\nlocation / {}', ['missing-semicolon@/a -> root /a;\nlocation / {}']],
    ['no semicolon where the name is on the same line', 'foo location / {}', []],
    ['a closing brace at the end', 'a {\n  b;\n', ['missing-brace@a { -> a {\n  b;\n}\n']],
    [
      'a closing brace before what cannot stand in the block',
      'http {\n  upstream a {\n    server b;\n\n  server {\n    listen 80;\n  }\n}\n',
      ['missing-brace@upstream a { -> http {\n  upstream a {\n    server b;\n  }\n\n  server {\n    listen 80;\n  }\n}\n'],
    ],
    [
      'a closing brace by indentation, after the comment of its line',
      'server {\n  location /a {\n    b; # c\n  location /d {\n    e;\n  }\n}\n',
      ['missing-brace@location /a { -> server {\n  location /a {\n    b; # c\n  }\n  location /d {\n    e;\n  }\n}\n'],
    ],
    [
      'a closing brace with the line breaks of the file',
      'a {\r\n  b {\r\n    c;\r\n}\r\n',
      ['missing-brace@b { -> a {\r\n  b {\r\n    c;\r\n  }\r\n}\r\n'],
    ],
    ['a closing brace of unindented text is not certain', 'server {\nlocation / {\na;\n}\n', ['missing-brace@server {']],
    ['a brace that is only badly indented is not blamed', 'a {\n  b {\n    c;\n}\n  d {\n    e;\n  }\n', ['missing-brace@a {']],
    [
      'a closing brace too many',
      'a {\n  b;\n  }\n  c {\n    d;\n  }\n}\n',
      ['stray-brace@} -> a {\n  b;\n  c {\n    d;\n  }\n}\n'],
    ],
    ['a closing brace too many at the end of a line', 'a { b; }}', ['stray-brace@}']],
    [
      'an opening brace',
      'server {\n  location /\n    root /a;\n  }\n}\n',
      ['missing-opening@/ -> server {\n  location / {\n    root /a;\n  }\n}\n'],
    ],
    ['a semicolon too many', 'a;;', ['stray-terminator@; -> a;']],
    ['a semicolon after a block', 'a {};', ['stray-terminator@; -> a {}']],
    ['a brace without a directive', 'a { { b; } }', ['stray-terminator@{']],
    ['a quote that is not closed on its line', 'a "b;\nc "d";\n', ['unclosed-quote@"b -> a "b";\nc "d";\n']],
    ['a quote before a comment', 'a "b; # c\nd;\n', ['unclosed-quote@"b -> a "b"; # c\nd;\n']],
    ['a quote before a comment and CRLF', 'a "b; # c\r\nd;\r\n', ['unclosed-quote@"b -> a "b"; # c\r\nd;\r\n']],
    ['a quote that is not closed at all', "a 'b c\nd e;\n", ["unclosed-quote@'b c"]],
    ['text after a quote', 'a "b"c;', ['after-quote@c']],
    ['a quote after a quote', 'a "b""c";', ['after-quote@"']],
    ['a comment after a quote', 'a "b"#c\n;', ['after-quote@#']],
    ['a block among values', 'map $a $b { c { d; } }', ['block-in-entries@{']],
    ['a quantifier without quotes', 'location ~ ^/\\d{3}$ {}', ['unquoted-brace@^/\\d{3}$ -> location ~ "^/\\d{3}$" {}']],
    ['a quantifier in a condition', 'if ($a ~ (b{2})) {}', ['unquoted-brace@(b{2})) -> if ($a ~ "(b{2})") {}']],
    ['a semicolon before a brace without a blank', 'a { b c}\n', ['missing-semicolon@c -> a { b c;}\n']],
    ['semicolons before braces without blanks', 'a {\n  b { c d}}\n', ['missing-semicolon@d -> a {\n  b { c d;}}\n']],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test('are at the place where nginx gives up, too', () => {
    const text = 'http {\n  server {\n    listen 80\n  }\n}\n';
    expect(text.slice(parse(text).problems[0]!.symptom)).toBe('}\n}\n');
  });

  test('cost only what they touch', () => {
    const text = 'http {\n  server {\n    listen 80\n    }\n  server {\n    root "a;\n    index "b";\n  }\n}\n';
    expect(shape(parse(text).items)).toEqual([
      [
        'http',
        [
          ['server', [['listen', '80']]],
          [
            'server',
            [
              ['root', 'a'],
              ['index', 'b'],
            ],
          ],
        ],
      ],
    ]);
  });
});

describe('length', () => {
  const long = (bytes: number) => 'a'.repeat(bytes);
  test.each<[string, string, boolean]>([
    ['a word and the semicolon after it', `a ${long(4095)};`, false],
    ['a longer word', `a ${long(4096)};`, true],
    ['a word and the blank after it', `a ${long(4094)} ;`, false],
    ['a word whose blank does not fit', `a ${long(4095)} ;`, true],
    ['a quoted word', `a "${long(4094)}";`, false],
    ['a longer quoted word', `a "${long(4095)}";`, true],
    ['a quoted word before a blank', `a "${long(4093)}" b;`, false],
    ['a longer quoted word before a blank', `a "${long(4094)}" b;`, true],
    ['a comment', `#${long(4094)}\na;`, false],
    ['a longer comment', `#${long(4095)}\na;`, true],
    ['a comment with its carriage return', `#${long(4094)}\r\na;`, true],
    ['a comment at the end', `a;#${long(4095)}`, false],
    ['a word of three bytes a character', `a ${'字'.repeat(1365)};`, false],
    ['a longer word of three bytes a character', `a ${'字'.repeat(1366)};`, true],
    ['a word of four bytes a character', `a ${'😀'.repeat(1024)};`, true],
  ])('%s', (_, text, tooLong) => {
    expect(parse(text).problems.some((p) => p.code === 'too-long')).toBe(tooLong);
  });

  test('counts one byte a character in text that was not UTF-8', () => {
    expect(parse(`a ${'é'.repeat(4095)};`, 'latin1').problems).toEqual([]);
    expect(parse(`a ${'é'.repeat(4096)};`, 'latin1').problems).toHaveLength(1);
  });
});

describe('templates', () => {
  test.each<[string, string, Shape[]]>([
    ['values', 'server_name {{ a }}.{{ b }};', [['server_name', '{{ a }}.{{ b }}']]],
    ['values of Mustache with three braces', 'a {{{b}}};', [['a', '{{{b}}}']]],
    ['tags', '{% if a %}\nb c{% if d %} e{% endif %};\n{% endif %}', [['b', 'c{% if d %}', 'e{% endif %}']]],
    ['ERB', '<% if a["b"] { %>\nb <%= c("d;") %>;\n<% } %>', [['b', '<%= c("d;") %>']]],
    ['comments', '{# a { #}\nb;', [['b']]],
    ['placeholders on their own line', '@@A@@\n${B}\n__C__\n%D%\n{{ e }}\nf;', [['f']]],
    [
      'placeholders in braces',
      'a {b}; c /d/{e}/f;',
      [
        ['a', '{b}'],
        ['c', '/d/{e}/f'],
      ],
    ],
  ])('keep %s together', (_, text, expected) => {
    const tree = parse(text);
    expect(shape(tree.items)).toEqual(expected);
    expect(new Set(tree.problems.map((p) => p.code))).toEqual(new Set(['template']));
  });

  test('are not seen in comments, quotes and Lua', () => {
    expect(parse('# {{ a }}\nb "{{ c }}";\ncontent_by_lua_block { d({{}}) }').problems).toEqual([]);
  });

  test('a block without a semicolon is none', () => {
    expect(problems('location / {internal}')).toEqual(['missing-semicolon@internal -> location / {internal;}']);
  });
});
