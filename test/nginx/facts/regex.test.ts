import fc from 'fast-check';
import { expect, test } from 'vitest';
import { regexProblem } from '../../../server/src/nginx/facts/regex.ts';
import { describeNginx, isAccepted, nginxSays } from '../nginx-t.ts';

test.each<[string, string, string]>([
  ['(a', 'unclosed-group', '('],
  ['a(b(c)', 'unclosed-group', '('],
  ['a)', 'unopened-group', ')'],
  ['[a-z', 'unclosed-class', '['],
  ['[]', 'unclosed-class', '['],
  ['[a\\]', 'unclosed-class', '['],
  ['*.php', 'nothing-to-repeat', '*'],
  ['(?:+a)', 'nothing-to-repeat', '+'],
  ['a|{2}', 'nothing-to-repeat', '{2}'],
  ['a**', 'nothing-to-repeat', '*'],
  ['a+?+', 'nothing-to-repeat', '+'],
  ['[z-a]', 'range', 'z-a'],
  ['a{5,2}', 'bounds', '{5,2}'],
  ['a\\', 'backslash', '\\'],
])('%s: %s', (text, kind, part) => {
  const problem = regexProblem(text)!;
  expect([problem.kind, text.slice(problem.start, problem.end)]).toEqual([kind, part]);
});

test.each([
  '',
  'a',
  '^/a(?<id>\\d+)/?$',
  '[]a]',
  '[^]]',
  '[[:alpha:]-]',
  '(?i)a',
  '(?x) a # (',
  '\\Q(\\E',
  'a{',
  '{a}',
  '(?#x)a',
  'a]',
])('%s is fine, or not followed', (text) => {
  expect(regexProblem(text)).toBeUndefined();
});

/** Whether nginx can use an expression; undefined where it is not about the expression. */
function compiles(texts: readonly string[]): boolean | undefined {
  const locations = texts.map((text) => `location ~ "${text.replace(/["\\]/g, '\\$&')}" {}`);
  const said = nginxSays(`server { ${locations.join('\n')} } }`);
  if (/pcre2?_compile\(\) failed/.test(said)) return false;
  return isAccepted(said) ? true : undefined;
}

describeNginx('nginx -t', () => {
  test('refuses what we call a problem', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'b',
        '.',
        '^',
        '$',
        '|',
        '(',
        ')',
        '(?:',
        '(?=',
        '(?<!',
        '(?<n>',
        '(?i)',
        '[',
        ']',
        '[^',
        '-',
        'z',
        '[a-z]',
        '[[:digit:]]',
      ],
      ...[
        '*',
        '+',
        '?',
        '{2}',
        '{1,3}',
        '{3,1}',
        '{',
        '}',
        '{,',
        '\\',
        '\\d',
        '\\b',
        '\\.',
        '\\x{41}',
        '\\]',
        '(?#c)',
        ',',
        '[:',
        '\\p{L}',
        '"',
      ],
    );
    const texts = fc
      .sample(fc.array(piece, { minLength: 1, maxLength: 7 }), { numRuns: 4000, seed: Number(process.env.ORACLE_SEED ?? 1) })
      .map((pieces) => pieces.join(''));
    const called = [...new Set(texts.filter((text) => regexProblem(text)))];
    expect(called.length).toBeGreaterThan(500);
    expect(called.slice(0, 150).filter((text) => compiles([text]) === true)).toEqual([]);
    // What is left is refused for other reasons only.
    const others = [...new Set(texts.filter((text) => !regexProblem(text)))]
      .slice(0, 300)
      .filter((text) => compiles([text]) === false);
    console.log(
      `${called.length} expressions called wrong; of 100 others nginx refuses ${others.length}: ${others.slice(0, 12).join('  ')}`,
    );
    expect(others.length).toBeLessThan(45);
  }, 60_000);
});
