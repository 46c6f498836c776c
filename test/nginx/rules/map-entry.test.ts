import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkNginx, lintFiles } from '../../harness.ts';
import { describeNginx, isAccepted, nginxSays } from '../nginx-t.ts';

const only = { only: ['nginx/map-entry'] };

test('lines of a map', async () => {
  await checkNginx(
    `
    http {
        map $host $a {
            hostname;
    #       ^^^^^^^^ ! error nginx/map-entry: a line of map with one word is one of hostnames or volatile, hostname is none of them
            default 0;
            /a 1 2;
    #       ^^^^^^ ! error nginx/map-entry: a line of map has two words, /a 1 2 has 3: nginx does not start
            /b 1
            /c 2;
    #<      ^^^^… + error nginx/map-entry: a semicolon is missing behind /b 1: nginx takes the next line for more words of it and does not start
            default 1;
    #       ^^^^^^^^^ ! error nginx/map-entry: this map has a default already: nginx does not start
            /D 1;
            /d 2;
    #       ^^^^ ! error nginx/map-entry: /d is in this map already, nginx compares without case: it does not start
            /D 1;
    #       ^^^^ + error nginx/map-entry: /D is in this map already, nginx compares without case: it does not start
            ~^/(e 1;
    #          ^ error nginx/map-entry: the regular expression ^/(e does not compile, the fault is at (: nginx does not start
            ~*[z-a] 1;
    #          ^^^ error nginx/map-entry: the regular expression [z-a] does not compile, the fault is at z-a: nginx does not start
            "" 3;
            \\default 4;
            volatile;
        }
    }
    `
      .replace('#<      ^^^^… + error', '#       ^^^^… + error')
      .replace(/( *)\/c 2;\n(.*\n)/, (_, indent, note) => `${note}${indent}/c 2;\n`),
    only,
  );
});

test('host names in a map', async () => {
  await checkNginx(
    `
    http {
        map $host $a {
            *.early 1;
            hostnames;
            example.com 1;
            .example.org 1;
            *.example.org 2;
    #       ^^^^^^^^^^^^^^^ ! error nginx/map-entry: *.example.org is in this map already, nginx compares without case: it does not start
            example.org 2;
    #       ^^^^^^^^^^^^^ ! error nginx/map-entry: example.org is in this map already, nginx compares without case: it does not start
            *.example.com 2;
            www.example.* 2;
            www.*.net 3;
    #       ^^^^^^^^^ error nginx/map-entry: www.*.net is no host name that hostnames allows: one * at the very beginning or end, beside a dot
        }
    }
    `,
    only,
  );
});

test('addresses in a geo', async () => {
  await checkNginx(
    `
    geo $a {
        proxy 10.0.0.0/8;
        default 0;
        10.0.0.0/33 1;
    #   ^^^^^^^^^^^ error nginx/map-entry: 10.0.0.0/33 is no network: geo takes addresses such as 10.0.0.1, 10.0.0.0/8 and 2001:db8::/32
        example.com 1;
    #   ^^^^^^^^^^^ error nginx/map-entry: example.com is no network: geo takes addresses such as 10.0.0.1, 10.0.0.0/8 and 2001:db8::/32
        2001:db8::/32 1;
        10.0.0.1 1;
        10.0.0.1 2;
    #   ^^^^^^^^^^ warning nginx/map-entry: 10.0.0.1 has a value in this block already, the last one counts
        delete 10.0.0.1;
        10.0.0.1 3;
        ranges;
    #   ^^^^^^ error nginx/map-entry: ranges must stand before all addresses of a geo: nginx does not start
    }
    geo $remote_addr $b {
        ranges;
        default 0;
        10.0.0.0-10.0.0.255 1;
        10.0.1.0/24 1;
    #   ^^^^^^^^^^^ error nginx/map-entry: 10.0.1.0/24 is no range: behind ranges, geo takes two IPv4 addresses such as 10.0.0.0-10.0.0.255, the lower one first
        10.0.2.9-10.0.2.1 1;
    #   ^^^^^^^^^^^^^^^^^ error nginx/map-entry: 10.0.2.9-10.0.2.1 is no range: behind ranges, geo takes two IPv4 addresses such as 10.0.0.0-10.0.0.255, the lower one first
    }
    server { listen 80; }
    `,
    only,
  );
});

test('a geo of stream has no proxies', async () => {
  await checkNginx(
    `
    stream {
        geo $a {
            proxy 10.0.0.1;
    #       ^^^^^ error nginx/map-entry: proxy is no network: geo takes addresses such as 10.0.0.1, 10.0.0.0/8 and 2001:db8::/32
            proxy_recursive;
    #       ^^^^^^^^^^^^^^^ error nginx/map-entry: a line of geo with one word is one of ranges or volatile, proxy_recursive is none of them
        }
    }
    `,
    only,
  );
});

test('volatile in a geo, since 1.29.3', async () => {
  const text = `
    geo $a {
        volatile;
    #   ^^^^^^^^ error nginx/map-entry: volatile in geo came in 1.29.3: no targeted nginx starts with it
    }
    server { listen 80; }
    `;
  await checkNginx(text, { ...only, target: 'nginx=1.28' });
  await checkNginx(text.replace(/^ *#.*\n/m, ''), only);
});

test('shares of clients', async () => {
  await checkNginx(
    `
    split_clients $remote_addr $a {
        50% a;
        0.555% b;
    #   ^^^^^^ error nginx/map-entry: 0.555% is no share: split_clients takes a number above 0 with at most two decimals and %, or *
        10 c;
    #   ^^ ! error nginx/map-entry: 10 is no share: split_clients takes a number above 0 with at most two decimals and %, or *
        50.01% d;
    #   ^^^^^^ error nginx/map-entry: with 50.01% the shares are more than 100%: nginx does not start
    }
    split_clients $remote_addr $b {
        30% a;
        * b;
    #   ^ error nginx/map-entry: * takes all that is left and must be the last line with a share: nginx does not start
        5% c;
        6% d e;
    #   ^^^^^^ warning nginx/map-entry: a line of split_clients has two words, 6% d e has 3, and nginx does not count them
        x;
    #   ^ error nginx/map-entry: x is no share: split_clients takes a number above 0 with at most two decimals and %, or *
    }
    split_clients $remote_addr $c { 100% a; * b; }
    server { listen 80; }
    `,
    { ...only, reveals: ['nginx/map-entry'] },
  );
});

test('types and charset_map', async () => {
  await checkNginx(
    `
    http {
        types {
            text/html html htm;
            text/plain txt HTML;
    #                      ^^^^ warning nginx/map-entry: HTML has a value in this block already, the last one counts
        }
        charset_map koi8-r utf-8 {
            80 E282AC;
            C0 D18;
    #          ^^^ error nginx/map-entry: D18 is no code of a character: charset_map takes two hexadecimal digits, in a utf-8 column the two or three bytes of a character
        }
        charset_map koi8-r windows-1251 {
            0xC0 FE;
    #       ^^^^ error nginx/map-entry: 0xC0 is no code of a character: charset_map takes two hexadecimal digits, in a utf-8 column the two or three bytes of a character
            C1 E0 E1;
    #       ^^^^^^^^ error nginx/map-entry: a line of charset_map has two words, C1 E0 E1 has 3: nginx does not start
        }
    }
    `,
    only,
  );
});

test('what is replaced behind an include, and what is not known', async () => {
  await checkNginx(
    `
    # -- nginx.conf --
    http {
        types { include mime.types; application/x js; }
        geo $a { include /somewhere/else.conf; 10.0.0.0-10.0.0.1 1; }
        map $uri $b { include list.conf; /a 1; }
    #                                    ^^^^ error nginx/map-entry: /a is in this map already, nginx compares without case: it does not start
        include templated.conf;
    }
    # -- mime.types --
    text/javascript js;
    # -- list.conf --
    /a 0;
    /b 0;
    # -- templated.conf --
    map $uri $c { /x {{ value }}; /x {{ other }}; /x @@ONE@@; /x @@TWO@@; }
    `,
    only,
  );
});

test('in Chinese', async () => {
  await checkNginx(
    `
    map $uri $a {
        /a 1;
        /A 1;
    #   ^^^^ ! error nginx/map-entry: /A 在这个 map 中已经存在，nginx 比较时不区分大小写：无法启动
    }
    server { listen 80; }
    `,
    { ...only, locale: 'zh-CN' },
  );
});

const accepts = (text: string) => isAccepted(nginxSays(`${text}\n}`));

describeNginx('nginx -t', () => {
  const address = fc.constantFrom(
    '10.0.0.0',
    '10.0.0.255',
    '1.2.3',
    '1.2.3.256',
    '255.255.255.255',
    '::1',
    '2001:db8::',
    ':::',
    'a.b.c.d',
    '1..2.',
  );
  const kinds: readonly (readonly [string, fc.Arbitrary<string>])[] = [
    [
      'map $uri $v',
      fc.oneof(
        fc.constantFrom(
          'hostnames;',
          'volatile;',
          'default 1;',
          'default;',
          'ranges;',
          '"" 1;',
          '\\\\default 1;',
          '~a 1;',
          '~* 1;',
          '~(a 1;',
          '~*a) 1;',
        ),
        fc
          .tuple(
            fc.constantFrom('', '.', '*.', '*', 'WWW.', '..', '\\\\'),
            fc.constantFrom('a', 'A', 'b', 'a.b', ''),
            fc.constantFrom('', '.*', '*', '.'),
          )
          .filter((parts) => parts.join('') !== '')
          .map((parts) => `"${parts.join('')}" 1;`),
        fc.constantFrom('a;', 'a b c;', 'a 1 b 2;'),
      ),
    ],
    [
      'geo $v',
      fc.oneof(
        fc.constantFrom(
          'ranges;',
          'proxy_recursive;',
          'default 1;',
          'volatile;',
          'a;',
          '1.1.1.1 2 3;',
          'proxy 10.0.0.0/8;',
          'proxy x;',
          'delete 1.1.1.1;',
        ),
        fc.tuple(address, fc.constantFrom('', '/8', '/32', '/33', '/129', '/', '/a')).map(([a, m]) => `${a}${m} 1;`),
        fc.tuple(fc.constantFrom('10.0.0.9', '10.0.0.300', '11.0.0.1'), address).map(([a, b]) => `${a}-${b} 1;`),
      ),
    ],
    [
      'split_clients $uri $v',
      fc.constantFrom(
        '50% a;',
        '30% a;',
        '0.01% a;',
        '100% a;',
        '0% a;',
        '* a;',
        '.5% a;',
        '5.555% a;',
        '5 a;',
        '% a;',
        '-1% a;',
        '1.% a;',
        '99.99% a;',
        'x;',
        '50% a b;',
        '10% a\\n20% b;',
      ),
    ],
    [
      'charset_map a utf-8',
      fc.constantFrom(
        '80 E282AC;',
        'C0 D090;',
        'C0 D18;',
        '100 41;',
        'ff 41;',
        '0x1 41;',
        '80;',
        '80 41 42;',
        '80 4142434445464748;',
        'A1 C341;',
        'A2 E09F80;',
        'A3 C3A94F;',
        'A4 E0A080;',
      ),
    ],
    ['charset_map a b', fc.constantFrom('80 41;', '0ff 1;', 'FFF 1;', '80 g;', '80;', '80 41 42;', '0 0;')],
    ['types', fc.constantFrom('a b;', 'a b c;', 'a;', 'a B;', 'include;', 'include a b;')],
  ];

  test.each(kinds)(
    'agrees on %s',
    async (head, line) => {
      const texts = fc
        .sample(fc.array(line, { minLength: 1, maxLength: 3 }), { numRuns: 120, seed: 3 })
        .map((lines) => `${head} {\n${lines.join('\n')}\n}`);
      const wrong: string[] = [];
      for (const text of [...new Set(texts)].slice(0, 30)) {
        const files = new Map([['nginx.conf', `events {} http { ${text} }`]]);
        const { findings } = await lintFiles(files, { ...only, target: 'nginx=1.22' });
        const verdict = accepts(text);
        if (findings.every((f) => f.severity !== 'error') !== verdict)
          wrong.push(`nginx ${verdict ? 'takes' : 'refuses'} ${text}`);
      }
      expect(wrong).toEqual([]);
    },
    60_000,
  );
});
