import { randomFrom } from './random.ts';

/** Random servers whose locations say in a header who they are, and URLs that come near them. The same seed gives the same. */
export function randomServers(seed: number): { readonly text: string; readonly urls: readonly string[] } {
  const { number, chance, pick, some } = randomFrom(seed);
  let made = 0;
  const id = () => `add_header X-Id ${++made} always;`;
  const parts = ['a', 'b', 'ab', 'A', 'api', 'app', 'x.php', 'y.PHP', 'img', 'é', 'a-b', '1', '42', '%41', '...', 'a+b', 'a b'];
  const plainParts = parts.filter((p) => !/[% ]/.test(p));
  const path = (from: readonly string[], most = 4) =>
    `/${some(number(most), () => pick(from)).join('/')}${chance(0.4) ? '/' : ''}`.replace(/\/+/g, '/');

  const expressions: readonly (() => string)[] = [
    () => `\\.${pick(['php', 'PHP', 'jpg'])}$`,
    () => `^/${pick(plainParts)}`,
    () => `^/(${pick(['a|b', 'ab?', '[a-c]+', '\\w+', '[^/]+', '.*?'])})/`,
    () => `^/(?<part>${pick(['[a-z]+', '\\d{1,2}', '[[:alpha:]]+'])})(?:/|$)`,
    () => `(?i)/API`,
    () => `^/(?!${pick(['a', 'api'])})`,
    () => `^(?:/[^/.]+)+$`,
    () => `${pick(['a', '/'])}(?<=/.)${pick(['', 'b', '/'])}`,
    () => `\\b${pick(['a', 'api', '42'])}\\b`,
    () => `^/.$`,
    () => `^/[^a-z]`,
    () => `^/(a+)+$`,
    () => `é`,
    () => `^/[é]`,
    () => `^/${pick(['a{2}', 'a{1,2}b', '(?:a|b){2,}/?$', 'a*?b'])}`,
    () => `\\x41`,
    () => `^/(?:a(?i)b|c)`,
  ];
  /** What we do not follow. */
  const others = ['^/(a++)', '^/(.)\\1', '(?>a)b'];
  const regex = () => (chance(0.03) ? pick(others) : pick(expressions)());
  const near: string[] = [];
  const answers = () => (chance(0.3) ? 'proxy_pass http://127.0.0.1:9;' : 'return 204;');

  function locations(prefix: string, depth: number, exact: Set<string>, prefixes: Set<string>): string[] {
    return some(depth === 0 ? 8 + number(16) : number(4), () => {
      const kind = pick(['=', '^~', '', '', '', '~', '~*', '~', ...(depth === 0 ? ['@'] : [])]);
      if (kind === '@') return `location @n${++made} { ${id()} return 204; }`;
      if (kind.startsWith('~') && chance(0.1))
        return `location ${kind} /a { ${id()} ${body()} location /a/ { ${id()} ${answers()} } location = /a/b { ${id()} return 204; } ${regexesInside()} }`;
      if (kind.startsWith('~')) {
        const inside = depth < 2 && chance(0.2) ? regexesInside() : '';
        return `location ${kind} "${regex()}" { ${id()} ${body()} ${inside} }`;
      }
      const name = chance(0.1)
        ? prefix
        : `${prefix}${path(plainParts, 3).slice(prefix.endsWith('/') || (prefix && chance(0.3)) ? 1 : 0)}`;
      const taken = kind === '=' ? exact : prefixes;
      if (taken.has(name) || name === '') return '';
      taken.add(name);
      near.push(name);
      const inside =
        kind !== '=' && depth < 2 && chance(0.3) ? locations(name, depth + 1, new Set(), new Set()).join('\n') : '';
      return `location ${kind} "${name}" { ${id()} ${body()}\n${inside} }`;
    });
  }

  const regexesInside = () => `location ~ "${regex()}" { ${id()} return 204; }`;

  function body(): string {
    const lines = some(number(2), () =>
      chance(0.25)
        ? pick([
            () => `rewrite "^/${pick(plainParts)}(.*)" "${path(plainParts)}$1" ${pick(['last', 'break', ''])};`,
            () => `rewrite "^/([^/]+)/(.*)$" "/$2?q=$1" ${pick(['last', 'break', ''])};`,
            () => `rewrite "(?<last>[^/]*)$" "/x/$last" break;`,
            () => `if ($arg_q = ${pick(['1', 'a'])}) { rewrite ^ /api last; }`,
            () => `if ($uri ~* "^/(a.)") { set $seen "$1"; }\nif ($seen) { rewrite ^ "/b/$seen" last; }`,
            () => (chance(0.3) ? `if ($http_user_agent ~ bot) { rewrite ^ /bot last; }` : ''),
            () => 'internal;',
            () => 'break;',
            () => `rewrite ^/(.*)$ /b/$1; break;`,
          ])()
        : '',
    );
    return [...new Set(lines), answers()].join(' ');
  }

  function early(): string {
    return chance(0.6)
      ? ''
      : pick([
          () => `rewrite "^/${pick(plainParts)}$" "${path(plainParts)}" ${pick(['last', 'break', ''])};`,
          () => `rewrite "^/old/(.*)" "/$1";`,
          () => `if ($host ~ "^(\\w+)\\.") { set $first $1; }\nrewrite ^/host$ /$first last;`,
          () => `if ($request_uri ~* "//") { return 204; }`,
          () => `if ($scheme = https) { return 301 http://x/; }`,
          () => (chance(0.3) ? `if ($http_cookie) { return 403; }` : ''),
          () => `if ($arg_q = 42) { rewrite ^/a /b permanent; }`,
          () => `rewrite ^/moved https://example.com/ permanent;`,
        ])();
  }

  const names = [
    'a.example',
    '*.example',
    '.b.example',
    'b.example',
    'www.*',
    '*.b.example',
    '~^(?<sub>\\w+)\\.re\\.',
    '~^R',
    'c.d.*',
    'c.*',
    '""',
    'www.a.example',
  ];
  const left = [...names];
  const servers = some(6 + number(4), () => {
    const its = some(number(3), () => left.splice(number(left.length) - 1, 1)[0]).filter((n) => n !== undefined);
    const listens = ['listen 80;', 'listen 127.0.0.1:81;'].filter(() => chance(0.7));
    const merge = chance(0.15) ? 'merge_slashes off;' : '';
    return `server { ${(listens.length > 0 ? listens : ['listen 80;']).join(' ')} ${its.length > 0 ? `server_name ${its.join(' ')};` : ''} ${merge} ${id()}
${early()}
${locations('', 0, new Set(), new Set()).join('\n')}
}`;
  });
  const marked = number(servers.length) - 1;
  const text = `log_not_found off;\nserver { listen 80; listen 127.0.0.1:81; server_name none; ${id()} return 204; }\n${servers
    .map((s, i) => (i === marked ? s.replace(/listen (80|127\.0\.0\.1:81);/, 'listen $1 default_server;') : s))
    .join('\n')}`;
  const hosts = [
    'a.example',
    'www.a.example',
    'x.example',
    'b.example',
    'y.b.example',
    'www.c',
    'c.d.e',
    'c.x',
    'sub.re.x',
    'R.re',
    'none',
    'other',
  ];
  const urlOf = () => {
    const odd = some(number(5) - 1, () =>
      pick([
        ...parts,
        ...parts,
        '.',
        '..',
        '',
        '%2e',
        '%2F',
        'old',
        'moved',
        'host',
        '%3F',
        'caf%C3%A9',
        '%25',
        '%zz',
        '%00',
        '%0a',
      ]),
    );
    const start = chance(0.6) ? pick(near) : '';
    const path =
      chance(0.5) && start
        ? pick([start, start.replace(/\/$/, ''), start.slice(0, -1) || '/', `${start}x`, `${start}/`, start.toLowerCase()])
        : `${start}/${odd.join('/')}${chance(0.4) ? '/' : ''}`;
    const target = `${path.startsWith('/') ? path : `/${path}`}${chance(0.2) ? pick(['?q=1', '?q=a&x', '?', '?q=42']) : ''}`;
    return `http://${pick(hosts)}${chance(0.3) ? ':81' : ''}${encodeSome(target)}`;
  };
  return { text, urls: some(1500, urlOf) };
}

const encodeSome = (target: string) => target.replace(/[^\0-\x7f]| /g, encodeURIComponent);
