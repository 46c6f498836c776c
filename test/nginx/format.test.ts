// biome-ignore-all lint/suspicious/noTemplateCurlyInString: nginx writes variables like this
import { describe, expect, test } from 'vitest';
import { applySpaces, defaultFormat, type FormatOptions, isWithin } from '../../server/src/core/format.ts';
import { encode } from '../../server/src/core/text.ts';
import { format, wholeStatements } from '../../server/src/nginx/format.ts';
import { dedent } from '../harness.ts';

const source = (text: string) => ({ text, encoding: 'utf8' as const });

/** The text that becomes of another; a second run has to find nothing to do. */
function formatted(text: string, options: Partial<FormatOptions> = {}): string {
  const all = { ...defaultFormat, ...options };
  const result = format(source(text), all);
  if (result.refused) return `${result.refused} at ${JSON.stringify(text.slice(result.start, result.start + 12))}`;
  const after = applySpaces(text, result.edits);
  expect(format(source(after), all)).toEqual({ edits: [] });
  return after;
}

const becomes = (before: string, after: string, options: Partial<FormatOptions> = {}) =>
  expect(formatted(dedent(before), options)).toBe(`${dedent(after).trimEnd()}\n`);
const stays = (text: string, options: Partial<FormatOptions> = {}) => becomes(text, text, options);

describe('blocks', () => {
  test('one directive per line, indented by its blocks', () =>
    becomes(
      'server { listen   80 ; location / { return 200; } }',
      `
      server {
          listen 80;
          location / {
              return 200;
          }
      }
      `,
    ));
  test('two blanks', () => becomes('http{server{listen 80;}}', 'http {\n  server {\n    listen 80;\n  }\n}', { indent: 2 }));
  test('tabs', () => becomes('http{server{listen 80;}}', 'http {\n\tserver {\n\t\tlisten 80;\n\t}\n}', { indent: 'tab' }));
  test('the brace goes to the end of its line', () => becomes('server\n{\n}', 'server {\n}'));
  test('empty blocks stay on one line or on two', () => {
    becomes('events { }', 'events {}');
    stays('events {\n}');
  });
  test('a condition', () => becomes('if ($a = "b"){return 403;}', 'if ($a = "b") {\n    return 403;\n}'));
  test('a condition with blanks', () => becomes('if ( $a = "b" ){}', 'if ( $a = "b" ) {}'));
  test('a regular expression', () => becomes('location ~  \\.php$  {}', 'location ~ \\.php$ {}'));
  test('no deeper than any screen is wide', () => {
    const depth = 3000;
    const text = formatted('a{'.repeat(depth) + '}'.repeat(depth));
    expect(text.length).toBeLessThan(depth * 900);
  });
});

describe('words', () => {
  test('are what they were', () =>
    stays(
      `
      set $url ${'https://${host}${request_uri}'};
      set $fragment a#b;
      add_header X "a;b # c {";
      set $escaped a\\ b\\;c;
      rewrite ^/a/(.*)$ /b/$1 last;
      set $unclosed ${'${b'};
      `,
    ));
  test('very long lines stay lines', () => stays(`server_name ${'example.com '.repeat(300)}example.org;`));
  test('quotes that hold several lines', () => stays("log_format a 'b\n  c  \n\n\n d';"));
  test('JSON in a log_format keeps its lines', () =>
    becomes(
      `
      http {
      log_format json escape=json
        '{'
          '"time": "$time_iso8601",'
          '"request": {'
            '"uri": "$uri"'
          '}'
        '}';
      }
      `,
      `
      http {
          log_format json escape=json
              '{'
                '"time": "$time_iso8601",'
                '"request": {'
                  '"uri": "$uri"'
                '}'
              '}';
      }
      `,
    ));
  test('lines below a word stay below it', () =>
    becomes(
      `
      http {
      log_format   main  '$remote_addr - $remote_user '
                         '"$request" $status';
      }
      `,
      `
      http {
          log_format main '$remote_addr - $remote_user '
                          '"$request" $status';
      }
      `,
    ));
  test('lines below a word, with tabs', () =>
    becomes(
      `
      http {
        log_format main 'a'
                        'b';
        server_name
          c
            d;
      }
      `,
      `
      http {
      \tlog_format main 'a'
      \t                'b';
      \tserver_name
      \t\tc
      \t\t  d;
      }
      `,
      { indent: 'tab' },
    ));
  test('a list of names, with its semicolon on a line of its own', () =>
    becomes(
      `
      server_name
        a.com # the first

        # the second
        b.com
      ;
      `,
      `
      server_name
          a.com # the first

          # the second
          b.com
          ;
      `,
    ));
  test('what may be the next directive stays below this one', () =>
    becomes(
      `
      server {
       server_name a.com
       return 301 /b;
        server_name c.com
         d.com
      e.com;
      }
      `,
      `
      server {
          server_name a.com
          return 301 /b;
          server_name c.com
              d.com
              e.com;
      }
      `,
    ));
  test('words behind a quote that holds several lines', () =>
    becomes("a {a {'s\n t' a\n            a a;}}", "a {\n    a {\n        's\n t' a\n            a a;\n    }\n}"));
  test('a semicolon that was lost on the way', () => becomes('listen 80\n  ;', 'listen 80;'));
});

describe('comments', () => {
  test('stay where they are', () =>
    becomes(
      `
      # first
      server { # managed by Certbot
      # own
          listen 443 ssl;# managed by Certbot
      \t\t# listen 80; {
      } # end
         #last
      `,
      `
      # first
      server { # managed by Certbot
          # own
          listen 443 ssl; # managed by Certbot
          # listen 80; {
      } # end
      #last
      `,
    ));
  test('between words', () =>
    becomes(
      `
      location # why
      /a # where
      {
      return # what
      204 # end
      ;
      }
      `,
      `
      location # why
          /a # where
      {
          return # what
              204 # end
              ;
      }
      `,
    ));
  test('lose blanks at their end only', () => expect(formatted('#  a  b \t \nuser www;')).toBe('#  a  b\nuser www;\n'));
  test('a line stays one that a comment at its end speaks of', () =>
    becomes(
      `
      server { keepalive_timeout 0; listen 80; } # keepalint-disable-line
      server { listen 81; }
      `,
      `
      server { keepalive_timeout 0; listen 80; } # keepalint-disable-line
      server {
          listen 81;
      }
      `,
    ));
});

describe('blank lines', () => {
  const text = `
    # a


    server {

        # b



        listen 80;

        location / {

        }

    }


    # c
    `;
  test('at most one, none inside of braces', () =>
    becomes(
      `\n\n${text}\n\n`,
      `
      # a

      server {
          # b

          listen 80;

          location / {
          }
      }

      # c
      `,
    ));
  test('none', () =>
    becomes(text, '# a\nserver {\n    # b\n    listen 80;\n    location / {\n    }\n}\n# c', { blankLines: 0 }));
  test('nothing stays nothing', () => {
    expect(formatted('')).toBe('');
    expect(formatted(' \n\n')).toBe('');
  });
});

test('Lua is left alone', () =>
  becomes(
    `
    server{
    location /{
    content_by_lua_block {
       -- it's a } and a "
      local a = "}{"   -- {
         ngx.say([[ }
      ]])
          }
    access_by_lua_block{}
    set_by_lua_block $a { return 1; }
    }}
    `,
    `
    server {
        location / {
            content_by_lua_block {
       -- it's a } and a "
      local a = "}{"   -- {
         ngx.say([[ }
      ]])
          }
            access_by_lua_block {}
            set_by_lua_block $a { return 1; }
        }
    }
    `,
  ));

describe('values of maps', () => {
  const text = `
    map $a $b {
        default 1;
        # comment
        "long one"     2;
        ~*^/a 3 ;

        x 4;
        long 5;
        ~^/this/is/so/long/that/nobody/would/want/to/see/the/others/moved 6;
    }
    types { text/html html htm; text/css css; }
    listen   80;
    `;
  test('are aligned if asked for', () =>
    becomes(
      text,
      `
      map $a $b {
          default    1;
          # comment
          "long one" 2;
          ~*^/a      3;

          x    4;
          long 5;
          ~^/this/is/so/long/that/nobody/would/want/to/see/the/others/moved 6;
      }
      types {
          text/html html htm;
          text/css  css;
      }
      listen 80;
      `,
      { align: true },
    ));
  test('else not', () => expect(formatted(dedent(text))).toContain('    default 1;\n    # comment\n    "long one" 2;\n'));
});

describe('bytes', () => {
  test('CRLF stays', () => expect(formatted('a {\r\nb;\r\n}')).toBe('a {\r\n    b;\r\n}\r\n'));
  test('a file of both keeps both', () =>
    expect(formatted('a;\n\r\n\nb; c;\r\nd;\r\ne;')).toBe('a;\n\nb;\r\nc;\r\nd;\r\ne;\r\n'));
  test('a byte order mark stays', () => expect(formatted("\ufeff# it's { \n  user www;")).toBe("\ufeff# it's {\nuser www;\n"));
  test('a character of a word does not become a byte order mark', () => expect(formatted(' \ufeff{}')).toBe(' \ufeff {}\n'));
  test('other encodings stay', () => {
    const text = '  # \xc4\xe3\xba\xa0  \nset $a "\xc4\xe3";';
    const result = format({ text, encoding: 'latin1' }, defaultFormat);
    const after = applySpaces(text, result.refused ? [] : result.edits);
    expect(encode(after, 'latin1')).toEqual(
      Uint8Array.from('# \xc4\xe3\xba\xa0\nset $a "\xc4\xe3";\n', (c) => c.charCodeAt(0)),
    );
  });
});

test('a region can be left alone', () =>
  becomes(
    `
    http{
      # keepalint-format off
      map $a $b { default    1;
                  x          2; }  


      # keepalint-format on  
    server{}
    # keepalint-format off: only with its own words
    a   b;
    # keepalint-format off
    c   d;
    }
    `,
    `
    http {
        # keepalint-format off
      map $a $b { default    1;
                  x          2; }  


      # keepalint-format on
        server {}
        # keepalint-format off: only with its own words
        a b;
        # keepalint-format off
    c   d;
    }
    `,
  ));

describe('refused', () => {
  test.each([
    ['a missing semicolon', 'server {\n listen 80\n}', 'syntax at "80\\n}"'],
    ['a missing brace', 'http {\n server {\n}', /^syntax at /],
    ['a stray brace', 'server {}\n}', 'syntax at "}"'],
    ['an open quote', 'set $a "b;\n', /^syntax at /],
    ['text after a quote', 'set $a "b"c;', /^syntax at /],
    ['a bare quantifier', 'location ~ a{2} {}', /^syntax at /],
    ['Lua without an end', 'init_by_lua_block {\n a = "}"', /^syntax at /],
    ['a tag', 'server {\n{% if a %}\nlisten 80;\n{% endif %}\n}', 'template at "{% if a %}\\nl"'],
    ['a tag among other errors', 'a }\n{% if a %}\n', /^template at /],
    ['a placeholder', 'listen {{ port }};', 'template at "{{ port }};"'],
    ['a placeholder on its own line', 'server {\n${INCLUDES}\n}', 'template at "${INCLUDES}\\n"'],
  ])('%s', (_, text, says) => {
    const result = formatted(text);
    typeof says === 'string' ? expect(result).toBe(says) : expect(result).toMatch(says);
  });
});

describe('a part of a text', () => {
  const text = 'server {\nlisten 80;\nserver_name a\nb;\nlocation / {\nreturn 204;\n}\n}\n';
  const part = (from: string, to: string) => {
    const [start, end] = wholeStatements(source(text), text.indexOf(from), text.indexOf(to));
    const result = format(source(text), defaultFormat);
    if (result.refused) throw new Error(result.refused);
    return applySpaces(text, result.edits.filter(isWithin(start, end)));
  };
  test('lines', () => expect(part('listen', 'server_name')).toBe(text.replace('listen', '    listen')));
  test('not the second half of a directive', () => expect(part('b;', 'return')).toBe(text.replace('location', '    location')));
  test('not its first half', () => expect(part('listen', 'b;')).toBe(text.replace('listen', '    listen')));
  test('nothing of one that is larger', () => expect(part('b;', ';\nlocation')).toBe(text));
});
