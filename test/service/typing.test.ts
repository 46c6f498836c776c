import { describe, expect, it, test } from 'vitest';
import { applySpaces, defaultFormat, type FormatOptions } from '../../server/src/core/format.ts';
import type { Source } from '../../server/src/core/text.ts';
import { format } from '../../server/src/nginx/format.ts';
import { typed as inNginx } from '../../server/src/nginx/typing.ts';
import { format as formatSysctl } from '../../server/src/sysctl/format.ts';
import { typed as inSysctl } from '../../server/src/sysctl/typing.ts';
import { corpus, filesBelow, isThere, sourceOf, sysctlFiles } from '../corpus.ts';

const fixtureOf = (text: string): Source => ({ path: '/w/nginx.conf', text, encoding: 'utf8' });

/** The text after what stands before `|` was typed. */
function typing(fixture: string, typed = inNginx, options: Partial<FormatOptions> = {}): string {
  const offset = fixture.indexOf('|');
  const text = fixture.replace('|', '');
  return applySpaces(text, typed(fixtureOf(text), offset, text[offset - 1]!, { ...defaultFormat, ...options }));
}

describe('nginx', () => {
  it.each([
    ['the line that a semicolon ends', 'http {\n    server {\nlisten 80;|\n}}', 'http {\n    server {\n        listen 80;\n}}'],
    ['the line of a brace that closes', 'http {\n    server {\n        }|\n}', 'http {\n    server {\n    }\n}'],
    ['a block on one line', 'http {\nserver { }|\n}', 'http {\n    server { }\n}'],
    ['the line that was left and the one that begins', 'http {\ngzip on;\n|\n}', 'http {\n    gzip on;\n    \n}'],
    ['what was behind the line break', 'http {\n    gzip on;\n|server { }\n}', 'http {\n    gzip on;\n    server { }\n}'],
    ['the brace behind the line break', 'http {\n    server {\n|}}', 'http {\n    server {\n    }}'],
    ['a comment', 'http {\n# x\n|\n}', 'http {\n    # x\n    \n}'],
    ['lines of a map', 'map $a $b {\na b;|\n}', 'map $a $b {\n    a b;\n}'],
    ['CRLF', 'http {\r\ngzip on;\r\n|\r\n}', 'http {\r\n    gzip on;\r\n    \r\n}'],
    ['nothing too far', 'http {\n            gzip on;|\n}', 'http {\n    gzip on;\n}'],
  ])('indents %s', (_, before, expected) => {
    expect(typing(before)).toBe(expected);
  });

  it('indents the first line of a block like others of the file', () => {
    const events = 'events {\n    use epoll;\n}\n';
    expect(typing(`${events}http {\ngzip on;|\n}`)).toBe(`${events}http {\n    gzip on;\n}`);
  });

  it('indents by tabs', () => {
    expect(typing('http {\n  gzip on;|\n}', inNginx, { indent: 'tab' })).toBe('http {\n\tgzip on;\n}');
  });

  it.each([
    ['a semicolon in a comment', 'http {\n# a;|\n}'],
    ['a semicolon in quotes', 'http {\nset $a "b;|";\n}'],
    ['a brace in quotes', 'http {\nset $a "b}|";\n}'],
    ['further words of a directive', 'http {\n    server_name a\n|  b;\n}'],
    ['a line that goes on', 'http {\n    server_name a\n  b;|\n}'],
    ['quotes over several lines', 'http {\n    set $a "b\n|c";\n}'],
    ['Lua', 'content_by_lua_block {\nngx.say(1);|\n}'],
    ['a line break in Lua', 'content_by_lua_block {\nlocal x = 1\n|\n}'],
    ['blocks that are indented in another way', 'http {\n  server {\nlisten 80;|\n  }\n}'],
    ['neighbours that are', 'http {\n  gzip on;\ngzip_vary on;|\n}'],
    ['a file that is', 'events {\n\tuse epoll;\n}\nhttp {\n  gzip on;|\n}'],
    ['a brace below its block, wherever that stands', 'http {\n  server {\n  }|\n}'],
    ['a text with an error', 'http {\nserver {\nlisten 80;|\n}'],
    ['a template', 'http {\n{% if x %}\ngzip on;|\n{% endif %}\n}'],
    ['where layout is switched off', 'http {\n# keepalint-format off\n  gzip on;|\n}'],
    ['a text that begins with a byte order mark', '\ufeffhttp {\n  gzip on;|\n}'],
  ])('leaves %s', (_, fixture) => {
    expect(typing(fixture)).toBe(fixture.replace('|', ''));
  });
});

describe('sysctl', () => {
  it.each([
    ['a key', '  a.b = 1\n|', 'a.b = 1\n'],
    ['a comment, and nothing else', '  # x  \n|\n\n\n', '# x  \n\n\n\n'],
    ['no other line', '  a.b=1\n c.d=1\n|', '  a.b=1\nc.d=1\n'],
    ['no blank line', 'a.b = 1\n  \n|', 'a.b = 1\n  \n'],
    ['nothing at a semicolon', '  a.b = 1;|', '  a.b = 1;'],
  ])('moves %s to the beginning of its line', (_, before, expected) => {
    expect(typing(before, inSysctl)).toBe(expected);
  });
});

/** Of so many places in a file. */
const most = 60;

test.skipIf(!isThere)(
  'in real files nothing but the indentation of the line changes, as laying out would change it',
  () => {
    let changes = 0;
    const ofSysctl = new Set(sysctlFiles());
    for (const file of filesBelow(corpus)) {
      const source = sourceOf(file);
      const { text } = source;
      const [typed, layOut] = ofSysctl.has(file) ? [inSysctl, formatSysctl] : [inNginx, format];
      const formatting = layOut(source, defaultFormat);
      // The lines above the first may go with its indentation.
      const indentations = (formatting.refused ? [] : formatting.edits).map(
        (e) => [e.end, /[^\n]*$/.exec(e.text)![0]] as const,
      );
      const laidOut = new Map(indentations);
      const places = [...text.matchAll(/[;}\n]/g)];
      const step = Math.max(1, Math.floor(places.length / most));
      for (let i = 0; i < places.length; i += step) {
        const { index, 0: character } = places[i]!;
        for (const edit of typed(source, index + 1, character, defaultFormat)) {
          changes++;
          expect(formatting.refused, file).toBeUndefined();
          expect(text.slice(edit.start, edit.end), file).toMatch(/^[ \t]*$/);
          expect(edit.text, file).toMatch(/^ *$/);
          const line = text.lastIndexOf('\n', index - 1) + 1;
          expect(character === '\n' ? [index > 0 ? line : 0, index + 1] : [line], file).toContain(edit.start);
          // A line on which nothing stands is not laid out.
          if (/^[^\r\n]/.test(text.slice(edit.end))) expect(laidOut.get(edit.end), `${file} ${edit.start}`).toBe(edit.text);
        }
      }
    }
    expect(changes).toBeGreaterThan(500);
  },
  120_000,
);
