// biome-ignore-all lint/suspicious/noTemplateCurlyInString: nginx writes variables like this
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../../server/src/nginx/syntax.ts';
import { describeNginx, isAccepted, nginxSays, start } from './nginx-t.ts';

interface Verdict {
  readonly accepted: boolean;
  /** The line of an error of the grammar; undefined for everything that nginx says about meaning. */
  readonly line: number | undefined;
  readonly said: string;
}

function judge(text: string): Verdict {
  const said = nginxSays(text);
  const error = /(?:unexpected "."|unexpected end of file, [^/]*?|too long parameter.*?) in \/\S+:(\d+)/s.exec(
    said.replace(/^.*\[warn\].*$/gm, ''),
  );
  return { accepted: isAccepted(said), line: error ? Number(error[1]) : undefined, said };
}

const seed = Number(process.env.ORACLE_SEED ?? 1);

describeNginx('nginx -t', () => {
  test('agrees on the words of a directive', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'b',
        'Z9',
        '"',
        "'",
        '\\',
        '#',
        '$',
        '${',
        '(',
        ')',
        '}',
        ' ',
        '\n',
        '\t',
        '\r\n',
        '\\"',
        "\\'",
        '\\\\',
        '\\t',
        '\\n',
        'é',
        '字',
        '\ufeff',
      ],
      ...['"x y"', "'x y'", '""', '\\ ', '\\;', '\\{', '\\.', '"a;b{c}#"', '\u00a0'],
    );
    let judged = 0;
    for (const pieces of fc.sample(fc.array(piece, { minLength: 1, maxLength: 9 }), { numRuns: 250, seed })) {
      // Of a line `t words;` in a types block nginx only wants to know the words again: it warns of each that it has seen.
      const text = `types { t ${pieces.join('')};\n`;
      const { items, problems } = parse(`${text}}`);
      const [entry] = items[0]?.block?.items ?? [];
      if (problems.length > 0 || !entry || entry.args.length === 0) continue;
      const words = entry.args.map((w) => w.text);
      const again = [...words].map((w) => `u "${w.replace(/[\\"]/g, '\\$&')}";\n`).join('');
      const { accepted, said } = judge(`${text}${again}}}\n`);
      const seen = said.match(/duplicate extension/g)?.length ?? 0;
      const repeated = words.length - new Set(words.map((w) => w.replace(/[A-Z]/g, (c) => c.toLowerCase()))).size;
      expect({ text, accepted, seen }, said).toEqual({ text, accepted: true, seen: words.length + repeated });
      judged++;
    }
    expect(judged).toBeGreaterThan(50);
  });

  test('refuses for its grammar what has a problem, at the line of a symptom, and nothing else', () => {
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        ';',
        '"',
        "'",
        '\\',
        '#',
        '$',
        '\n',
        ' ',
        'x',
        '{}',
        ';;',
        '"x"',
        "'",
        '# x\n',
        '\\\\',
        '$x{',
        '{2}',
        ')',
        '"\n',
        'é',
      ],
    );
    const change = fc.record({ at: fc.nat(), drop: fc.nat(3), piece: fc.option(piece, { nil: '' }) });
    const judged = { refused: 0, accepted: 0 };
    for (const { base, changes } of fc.sample(
      fc.record({ base: fc.constantFrom(...bases), changes: fc.array(change, { minLength: 1, maxLength: 2 }) }),
      { numRuns: 450, seed },
    )) {
      const text = changes.reduce((text, { at, drop, piece }) => {
        const i = at % text.length;
        return text.slice(0, i) + piece + text.slice(i + drop);
      }, base);
      const { accepted, line, said } = judge(text);
      if (!accepted && line === undefined) continue;
      // What stands before the text is whole, so that only its own braces count.
      const { problems } = parse(start + text);
      expect({ text, refused: problems.length > 0 }, said).toEqual({ text, refused: !accepted });
      if (line !== undefined) {
        const symptoms = problems.map((p) => (start + text).slice(0, p.symptom).split('\n').length);
        expect(symptoms, `${said} for ${text}`).toContain(line);
      }
      judged[accepted ? 'accepted' : 'refused']++;
    }
    console.log(`refused ${judged.refused}, accepted ${judged.accepted}`);
    expect(judged.refused).toBeGreaterThan(60);
    expect(judged.accepted).toBeGreaterThan(60);
  });

  test.each([4093, 4094, 4095, 4096])('agrees on the length of words around %d bytes', (n) => {
    const word = 'a'.repeat(n);
    for (const text of [
      `t ${word};`,
      `t ${word} ;`,
      `t "${word}";`,
      `t "${word}" ;`,
      `t "${word}"\n;`,
      `#${word}\nt a;`,
      `#${word}\r\nt a;`,
    ]) {
      const { line, said } = judge(`types { ${text} }}\n`);
      expect([text.length, parse(`types { ${text} }`).problems.length], said).toEqual([
        text.length,
        line === undefined ? 0 : 1,
      ]);
    }
  });
});

/** Each ends the http block. */
const bases = [
  `server {
  listen 127.0.0.1:8089; # a "comment"; {
  server_name a.example "b.example" 'c.example';
  location / {
    set $a "x;y{z}";
    if ($a = "b") { return 204; }
    return 200 'it\\'s "fine"';
  }
  location ~ "^/\\d{3}$" { return 200 \${a}b; }
}
}
`,
  `map $uri $b {
  default "";
  ~^/a(\\d+) $1; # x
  "a b"   'c;d';
}
types { text/plain txt; text/html html htm
  shtml; }
geo $c { default 0; 127.0.0.0/8 "1"; }
}
`,
  `log_format x '$remote_addr - "$request" '
  "it's {$status}";
upstream u { server 127.0.0.1:1; server 127.0.0.1:2 down; }
server { location = /a { set $d \${uri}; add_header A "b" always; } }
}
`,
];
