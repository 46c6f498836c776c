// biome-ignore-all lint/suspicious/noTemplateCurlyInString: nginx writes variables like this
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkNginx, lintFiles } from '../../harness.ts';
import { describeNginx, isAccepted, nginxSays } from '../nginx-t.ts';

const only = { only: ['nginx/if-condition'] };

test('operators of other languages', async () => {
  await checkNginx(
    `
    server {
        if ($host == example.com) { return 301 /a; }
    #             ^^ + error nginx/if-condition: nginx does not know == in a condition, its operators are =, !=, ~, ~*, !~ and !~*, each a word of its own
        if ($http_user_agent =~* "bot|spider") { return 403; }
    #                        ^^^ + error nginx/if-condition: nginx does not know =~* in a condition, its operators are =, !=, ~, ~*, !~ and !~*, each a word of its own
        if ($arg_a < 5) { return 403; }
    #              ^ error nginx/if-condition: nginx does not know < in a condition, its operators are =, !=, ~, ~*, !~ and !~*, each a word of its own
        if ($scheme = http && $host = a) { return 301 /a; }
    #                      ^^ error nginx/if-condition: an if has one comparison, && cannot join two: nginx does not start; a map can answer for several values
        if (!$cookie_a) { return 403; }
    #       ^^^^^^^^^^ error nginx/if-condition: nginx cannot negate $cookie_a: a variable counts as false where it is empty or 0, and = or != asks for that
    }
    `,
    only,
  );
});

test('missing blanks', async () => {
  await checkNginx(
    `
    server {
        if($host = a) { return 403; }
    #   ^^^^^^^^ + error nginx/if-condition: a blank is missing between if and (: nginx takes if($host for the name of a directive and does not start
        if ($host=a) { return 403; }
    #       ^^^^^^^ + error nginx/if-condition: nginx reads $host=a as the name of a variable, operators stand between blanks: it does not start
        if ($http_x=a) { return 403; }
    #       ^^^^^^^^^ + warning nginx/if-condition: nginx reads $http_x=a as the name of a variable, which is always empty: operators stand between blanks
        if ($host ~*^a) { return 403; }
    #             ^^^^ + error nginx/if-condition: nginx does not know ~*^a in a condition, its operators are =, !=, ~, ~*, !~ and !~*, each a word of its own
        if (! -f $request_filename) { return 403; }
    #       ^ + error nginx/if-condition: nginx does not know the test !, it has -f, -d, -e and -x and their opposites with !, each a word of its own
        if (-f$request_filename) { return 403; }
    #       ^^^^^^^^^^^^^^^^^^^ + error nginx/if-condition: nginx does not know the test -f$request_filename, it has -f, -d, -e and -x and their opposites with !, each a word of its own
    }
    `,
    only,
  );
});

test('parentheses, words, and what is on the left', async () => {
  await checkNginx(
    `
    server {
        if $host = a { return 403; }
    #      ^^^^^^^^^ error nginx/if-condition: the condition of an if stands in parentheses, $host = a does not: nginx does not start
        if ($host = a b) { return 403; }
    #      ^^^^^^^^^^^^^ error nginx/if-condition: too many or too few words in ($host = a b): a variable, or variable, operator and value, and what has blanks stands in quotes
        if ("$host" = a) { return 403; }
    #       ^^^^^^^ + error nginx/if-condition: a condition begins with a variable or a test such as -f, "$host" is neither: nginx does not start
        if (host = a) { return 403; }
    #       ^^^^ error nginx/if-condition: a condition begins with a variable or a test such as -f, host is neither: nginx does not start
        if (-s $request_filename) { return 403; }
    #       ^^ error nginx/if-condition: nginx does not know the test -s, it has -f, -d, -e and -x and their opposites with !, each a word of its own
        if ($host ~ "^(a|b$") { return 403; }
    #                 ^ error nginx/if-condition: the regular expression ^(a|b$ does not compile, the fault is at (: nginx does not start
    }
    `,
    only,
  );
});

test('what nginx takes', async () => {
  await checkNginx(
    `
    server {
        if ($host) { return 403; }
        if ( $host = a ) { return 403; }
        if ( "$host" != "a b" ) { return 403; }
        if ($host ~* ^/(a|b)$) { return 403; }
        if (!-f $request_filename) { return 403; }
        if ($uri !~ "^/a{2}") { return 403; }
        if ($host = "") { return 403; }
    }
    `,
    only,
  );
});

test('a template is not judged', async () => {
  await checkNginx('server { if ({{ condition }}) { return 403; } if ($a == {{ b }}) { return 403; } }', only);
});

test('in Chinese', async () => {
  await checkNginx(
    `
    server {
        if ($host == a) { return 403; }
    #             ^^ + error nginx/if-condition: nginx 的条件里没有 ==，可用的运算符是 =、!=、~、~*、!~ 和 !~*，每个都要单独成词
    }
    `,
    { ...only, locale: 'zh-CN' },
  );
});

const server = (condition: string) => `server { set $a 1; set $b 1; if ${condition} { return 204; } }`;

/** Whether nginx takes a condition; undefined where it says no more than that a variable is not known. */
function accepts(condition: string): boolean | undefined {
  const said = nginxSays(`${server(condition)} }`);
  return isAccepted(said) || (/unknown ".*" variable|invalid variable name|closing bracket/.test(said) ? undefined : false);
}

describeNginx('nginx -t', () => {
  test('agrees on conditions', async () => {
    const piece = fc.constantFrom(
      ...[
        '$a',
        '$a',
        '$b',
        '"$a"',
        '=',
        '=',
        '==',
        '!=',
        '~',
        '~*',
        '!~',
        '=~',
        '&&',
        '!',
        '-f',
        '!-d',
        '-s',
        '-',
        'a',
        '"b c"',
        '""',
        '^/(x|y)$',
      ],
      ...['(', ')', '$a=b', '!$a', '${a}', '$', '[a', '5'],
    );
    const inner = fc.array(fc.tuple(piece, fc.constantFrom(' ', ' ', ' ', '')), { minLength: 1, maxLength: 4 });
    const texts = fc
      .sample(fc.tuple(fc.constantFrom('(', '(', '( ', ''), inner, fc.constantFrom(')', ')', ' )', '')), {
        numRuns: 500,
        seed: 7,
      })
      .map(([open, pieces, close]) => `${open}${pieces.flat().join('')}${close}`)
      // What a shell or a template would fill in is not judged.
      .filter((text) => !text.includes('$('));
    const wrong: string[] = [];
    let judged = 0;
    for (const text of [...new Set(texts)].slice(0, 160)) {
      const { findings } = await lintFiles(new Map([['nginx.conf', `events {} http { ${server(text)} }`]]), {
        only: ['nginx/if-condition', 'nginx/syntax'],
      });
      if (findings.some((f) => f.rule === 'nginx/syntax')) continue;
      const verdict = accepts(text);
      if (verdict === undefined) continue;
      judged++;
      if (findings.every((f) => f.severity !== 'error') !== verdict)
        wrong.push(`${text}: nginx ${verdict ? 'takes' : 'refuses'} it`);
    }
    expect(wrong).toEqual([]);
    expect(judged).toBeGreaterThan(60);
  }, 60_000);
});
