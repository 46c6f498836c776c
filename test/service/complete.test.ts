import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { memoryHost } from '../../server/src/core/host.ts';
import type { Locale } from '../../server/src/core/rule.ts';
import { defaultTarget, parseTargets } from '../../server/src/core/targets.ts';
import { decode, type LanguageId, type Source } from '../../server/src/core/text.ts';
import { type Around, complete, pagesAbout } from '../../server/src/service/complete.ts';
import { createService } from '../../server/src/service/service.ts';
import { signatureAt } from '../../server/src/service/signature.ts';
import { corpus, filesBelow, isThere } from '../corpus.ts';
import { filesOf } from '../harness.ts';

interface Options {
  readonly target?: string;
  readonly locale?: Locale;
}

/** Completes at the `<|>` of a fixture; the texts, and what they replace. */
async function at(name: string, fixture: string, { target: words, locale = 'en' }: Options = {}) {
  const language: LanguageId = name.startsWith('sysctl') ? 'sysctl' : 'nginx';
  const files = filesOf(fixture, name);
  const [path, marked] = [...files].find(([, text]) => text.includes('<|>'))!;
  const offset = marked.indexOf('<|>');
  const sources = new Map<string, Source>(
    [...files].map(([file, text]) => [
      `/w/${file}`,
      { path: `/w/${file}`, text: text.replace('<|>', ''), encoding: 'utf8', language },
    ]),
  );
  const parsed = words ? parseTargets(words.split(' ')) : { target: defaultTarget };
  if (!('target' in parsed)) throw new Error(words);
  const { target } = parsed;
  const host = memoryHost(sources);
  const crash = (rule: string, error: unknown) => {
    throw new Error(`${rule}: ${error}`);
  };
  const asked = [...sources.keys()].filter((file) => !file.endsWith('.pem'));
  const result = await createService({ host, target, keepModels: true, onCrash: crash }).check(asked);
  const source = sources.get(`/w/${path}`)!;
  const found = await complete(language, source, offset, {
    target,
    locale,
    host,
    models: result.models(source.path),
    entries: result.entries(source.path),
  });
  return {
    found,
    texts: found?.proposals.map((p) => p.text) ?? [],
    of: (text: string) => found?.proposals.find((p) => p.text === text),
    replaced: found && source.text.slice(found.at.start, found.at.end),
  };
}

const nginx = (fixture: string, options?: Options) => at('nginx.conf', fixture, options);
const sysctl = (fixture: string, options?: Options) => at('sysctl.conf', fixture, options);
const http = (text: string) => `events {}\nhttp {\n${text}\n}\n`;
const server = (text: string) => http(`  server {\n${text}\n  }`);

describe('names of directives', () => {
  it.each([
    ['at the top', 'events {}\n<|>', ['http', 'worker_processes', 'events'], ['server', 'listen']],
    ['in http', http('  ser<|>'), ['server', 'server_tokens', 'upstream'], ['listen', 'worker_processes', 'alias']],
    ['in server', server('    li<|>'), ['listen', 'location', 'ssl_certificate'], ['server', 'upstream', 'alias']],
    ['in location', server('    location / { <|> }'), ['alias', 'proxy_pass', 'limit_except'], ['listen', 'server_name']],
    ['in if', server('    if ($x) { <|> }'), ['return', 'set', 'rewrite'], ['proxy_pass', 'listen']],
    ['in upstream', http('  upstream a { <|> }'), ['server', 'keepalive', 'zone'], ['listen']],
    ['in stream', 'events {}\nstream {\n  server { <|> }\n}', ['listen', 'proxy_pass'], ['location', 'server_tokens']],
    ['in mail', 'events {}\nmail {\n  server { <|> }\n}', ['listen', 'protocol'], ['location', 'proxy_set_header']],
    ['behind a line that lacks its ;', server('    listen 80\n    serv<|>'), ['server_name'], []],
    ['before a block that is not closed', 'http {\n  server {\n    <|>\n  location / {', ['listen'], []],
  ])('%s', async (_, fixture, offered, others) => {
    const { texts } = await nginx(fixture);
    expect(texts).toEqual(expect.arrayContaining(offered));
    expect(texts.filter((text) => others.includes(text))).toEqual([]);
  });

  it('are those of the place where the file is included', async () => {
    const main = http('  server { include part.inc; }');
    const { texts } = await nginx(`${main}\n# -- part.inc --\nlo<|>\n`);
    expect(texts).toContain('location');
    expect(texts).not.toContain('upstream');
  });

  it('are none in comments, Lua and quotes', async () => {
    expect((await nginx(server('    # li<|>'))).found).toBeUndefined();
    expect((await nginx('events {}\n<|># user www;')).found).toBeUndefined();
    expect((await nginx(server('    location / { content_by_lua_block { local a = <|>1 } }'))).found).toBeUndefined();
  });

  it('are those of the target, newer and deprecated ones marked', async () => {
    expect((await nginx(http('  <|>'), { target: 'nginx=1.24.0' })).of('http2')).toBeUndefined();
    expect((await nginx(http('  <|>'), { target: 'nginx=1.26.0' })).of('http2')?.detail).toBeUndefined();
    expect((await nginx(http('  <|>'))).of('http2')?.detail).toBe('≥ 1.25.1');
    expect((await nginx(http('  <|>'), { target: 'nginx=1.22.0' })).of('ssl')).toMatchObject({ deprecated: true });
  });

  it('replace the whole word', async () => {
    const { replaced, of } = await nginx(server('    ser<|>ver_nam a;'));
    expect(replaced).toBe('server_nam');
    expect(of('server_name')?.snippet).toBeUndefined();
  });

  it('bring stops for what follows', async () => {
    const top = await nginx(http('  <|>'));
    expect(top.of('sendfile')?.snippet).toBe(`sendfile $\{1|on,off|};$0`);
    expect(top.of('server')?.snippet).toBe('server {\n\t$0\n}');
    expect(top.of('map')?.snippet).toBe(`map $\{1:source} \\$$\{2:variable} {\n\t$0\n}`);
    expect(top.of('root')?.snippet).toBe('root $1;$0');
    expect((await nginx(http('  upstream a { <|> }'))).of('ip_hash')?.snippet).toBe('ip_hash;$0');
  });
});

describe('what directives take', () => {
  it.each([
    ['media types', http('  gzip_types text/css <|>;'), ['application/json', 'image/svg+xml'], 0],
    ['headers', http('  proxy_set_header X<|> a;'), ['X-Real-IP', 'Host'], 0],
    ['addresses', server('    listen <|>;'), ['80', '443'], 0],
    ['flags', http('  sendfile <|>;'), ['on', 'off'], 0],
    ['words', http('  ssl_protocols TLSv1.2 <|>;'), ['TLSv1.3'], 0],
    ['levels of a log', 'error_log /dev/stderr <|>;', ['warn', 'debug'], 0],
    ['parameters of listen', server('    listen 443 <|>;'), ['ssl', 'default_server', 'backlog=', 'reuseport'], 0],
    ['values of a parameter', server('    listen 443 ipv6only=<|>;'), ['ipv6only=on', 'ipv6only=off'], 0],
    ['parameters of a server', http('  upstream a { server b:1 m<|>; }'), ['max_fails=', 'fail_timeout=', 'backup'], 0],
    ['parameters of a cache', http('  proxy_cache_path /c <|>;'), ['keys_zone=', 'levels=', 'inactive='], 0],
    ['the default', http('  client_max_body_size <|>;'), ['1m'], 0],
    [
      'upstreams',
      `${http('  upstream pool { server b:1; }\n  server { location / { proxy_pass http://<|>; } }')}`,
      ['http://pool'],
      1,
    ],
    ['upstreams without a scheme', http('  upstream pool { server b:1; }\n  server { fastcgi_pass <|>; }'), ['pool'], 0],
    ['zones', http('  limit_req_zone $remote_addr zone=one:1m rate=1r/s;\n  limit_req zone=<|>;'), ['zone=one'], 1],
    ['caches', http('  proxy_cache_path /c keys_zone=c:1m;\n  proxy_cache <|>;'), ['c', 'off'], 2],
    ['formats', http("  log_format slim '$status';\n  access_log /a <|>;"), ['slim', 'combined'], 0],
    ['named locations', server('    error_page 404 @<|>;\n    location @gone { return 410; }'), ['@gone'], 1],
    ['words of map', http('  map $a $b { d<|> }'), ['default', 'hostnames', 'volatile', 'include'], 4],
  ])('%s', async (_, fixture, offered, count) => {
    const { texts } = await nginx(fixture);
    expect(texts).toEqual(expect.arrayContaining(offered));
    if (count) expect(texts).toHaveLength(count);
  });

  it('the words behind the address of a listen without its ;', async () => {
    expect((await nginx(server('    listen 443 s<|>\n    root /x;'))).texts).toContain('ssl');
  });

  it('nothing in a list that goes on over lines but what belongs there', async () => {
    const { texts } = await nginx(http("  log_format a '$host'\n             '$<|>';\n"));
    expect(texts).toContain('$status');
  });

  it('no parameter twice, none that the target lacks', async () => {
    const { texts } = await nginx(server('    listen 443 ssl backlog=1 <|>;'), { target: 'nginx=1.22.0' });
    expect(texts).not.toContain('ssl');
    expect(texts).not.toContain('backlog=');
    expect(texts).not.toContain('quic');
    expect((await nginx(server('    listen 443 <|>;'))).of('quic')?.detail).toBe('≥ 1.25.0');
  });

  it('named locations of the same server only', async () => {
    const text = `${http('  server { location @there { return 410; } }\n  server { try_files $uri @<|>; location @here { return 410; } }')}`;
    expect((await nginx(text)).texts).toEqual(['@here']);
  });

  it('files, by what is written of the path', async () => {
    const files = '# -- snippets/tls.conf --\nssl_protocols TLSv1.3;\n# -- a.pem --\nx';
    expect((await nginx(`${server('    include <|>;')}${files}`)).texts).toEqual(['a.pem', 'nginx.conf', 'snippets/']);
    const below = await nginx(`${server('    include "snippets/<|>";')}${files}`);
    expect(below.texts).toEqual(['snippets/tls.conf']);
    expect(below.replaced).toBe('snippets/');
  });
});

describe('variables', () => {
  it('built in and of the configuration, with what a name may begin with', async () => {
    const { texts, replaced } = await nginx(http("  map $host $mine { default 1; }\n  log_format a '$<|>';"));
    expect(texts).toEqual(expect.arrayContaining(['$mine', '$host', '$remote_addr', '$http_', '$arg_']));
    expect(texts).not.toContain('$bytes_received');
    expect(replaced).toBe('$');
  });

  it('in braces, the whole name replaced', async () => {
    const { of, replaced } = await nginx(server(`    return 200 '$\{ho<|>stn}x';`));
    expect(of(`$\{hostname}`)).toBeDefined();
    expect(replaced).toBe(`$\{hostn}`);
  });

  it('of stream', async () => {
    const { texts } = await nginx("events {}\nstream { log_format a '$<|>'; }");
    expect(texts).toContain('$bytes_received');
    expect(texts).not.toContain('$request_uri');
  });

  it.each([
    ['at the end of an expression', server('    location ~ \\.php$<|> { }')],
    ['in an expression of rewrite', server('    rewrite ^/a$<|> /b;')],
    ['where a name is given', server('    set $<|> 1;')],
  ])('none %s', async (_, fixture) => expect((await nginx(fixture)).found).toBeUndefined());
});

describe('keys of sysctl', () => {
  it('by the letters of their parts, with default and range', async () => {
    const { texts, of, replaced } = await sysctl('tcp_fin<|>\n');
    expect(texts).toContain('net.ipv4.tcp_fin_timeout');
    expect(texts).not.toContain('vm.swappiness');
    expect(of('net.ipv4.tcp_fin_timeout')).toMatchObject({ detail: '= 60', snippet: 'net.ipv4.tcp_fin_timeout = $0' });
    expect(replaced).toBe('tcp_fin');
  });

  it('in the separator that is written', async () => {
    expect((await sysctl('net/ipv4/tcp_fi<|>')).texts).toContain('net/ipv4/tcp_fin_timeout');
  });

  it('replace a key and leave its value', async () => {
    const { replaced, of } = await sysctl('-net.core.som<|>ax = 1\n');
    expect(replaced).toBe('net.core.somax');
    expect(of('net.core.somaxconn')?.snippet).toBeUndefined();
  });

  it('for some of very many interfaces, those that are being typed', async () => {
    const lines = Array.from({ length: 2000 }, (_, i) => `net.ipv4.conf.veth${i}.rp_filter = 1\n`).join('');
    const { texts } = await sysctl(`${lines}net.ipv4.conf.veth1999.arp_ign<|>\n`);
    expect(texts).toContain('net.ipv4.conf.veth1999.arp_ignore');
    expect(texts.length).toBeLessThan(50);
  });

  it('for the interfaces of the file set', async () => {
    const { texts } = await sysctl('net.ipv4.conf.eth0.rp_filter = 1\nnet.ipv4.conf.arp_ign<|>\n');
    expect(texts).toEqual([
      'net.ipv4.conf.all.arp_ignore',
      'net.ipv4.conf.default.arp_ignore',
      'net.ipv4.conf.eth0.arp_ignore',
    ]);
  });

  it('none in comments', async () => expect((await sysctl('# net.<|>')).found).toBeUndefined());

  it('none that no targeted kernel has', async () => {
    expect((await sysctl('tcp_tw_rec<|>', { target: 'kernel=5.15' })).texts).not.toContain('net.ipv4.tcp_tw_recycle');
    expect((await sysctl('tcp_tw_rec<|>', { target: 'kernel=4.4' })).texts).toContain('net.ipv4.tcp_tw_recycle');
  });
});

describe('values of sysctl', () => {
  it.each([
    ['a switch', 'net.ipv4.ip_forward = <|>', ['0', '1']],
    ['words', 'net.ipv4.conf.all.rp_filter=<|>', ['0', '1', '2']],
    ['one of a later kernel', 'net.ipv4.tcp_tw_reuse = <|>', ['0', '1', '2']],
    ['a number', 'net.ipv4.tcp_fin_timeout = <|>', ['60']],
  ])('of %s', async (_, text, values) => expect((await sysctl(text)).texts).toEqual(values));

  it('say what they mean', async () => {
    expect((await sysctl('net.ipv4.tcp_syncookies = <|>')).of('1')?.detail).toBe('when the queue is full, default');
    expect((await sysctl('net.ipv4.tcp_syncookies = <|>', { locale: 'zh-CN' })).of('1')?.detail).toBe('队列满时，默认值');
  });

  it('replace the whole value', async () => {
    expect((await sysctl('net.ipv4.tcp_fin_timeout =  1<|>5 # x\n')).replaced).toBe('15 # x');
  });
});

test('more is said when it is asked for', async () => {
  const { of } = await nginx(http('  <|>'));
  const [page] = await pagesAbout(of('sendfile')!.about!, defaultTarget, 'zh-CN');
  expect(page).toMatchObject({ title: 'sendfile', url: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#sendfile' });
  const [key] = await pagesAbout((await sysctl('tcp_fin<|>')).of('net.ipv4.tcp_fin_timeout')!.about!, defaultTarget, 'en');
  expect(key?.summary).toMatch(/FIN_WAIT_2/);
});

const files = filesBelow(corpus);

/** The same numbers at every run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test.skipIf(!isThere)(
  'in real files: every answer once, and a name is one that may stand there',
  { timeout: 120_000 },
  async () => {
    const random = numbers(5);
    let [asked, inserted] = [0, 0];
    const wrong: string[] = [];
    while (asked < 2000) {
      const file = files[Math.floor(random() * files.length)]!;
      const source: Source = { ...decode(`/w/${file.slice(corpus.length + 1)}`, readFileSync(file)) };
      const language: LanguageId = file.startsWith(`${corpus}/sysctl/`) ? 'sysctl' : 'nginx';
      const check = async (s: Source) => {
        const host = memoryHost(new Map([[s.path, { ...s, language }]]));
        const result = await createService({ host, keepModels: true, onCrash: () => undefined }).check([s.path]);
        return { host, result };
      };
      const { host, result } = await check(source);
      for (let i = 0; i < 10; i++) {
        const offset = Math.floor(random() * (source.text.length + 1));
        asked++;
        const around: Around = {
          target: defaultTarget,
          locale: 'en',
          host,
          models: result.models(source.path),
          entries: result.entries(source.path),
        };
        const signature = language === 'nginx' ? signatureAt(source, offset, around) : undefined;
        if (signature) expect(signature.active ?? 0, `${file}:${offset}`).toBeLessThan(signature.arguments.length);
        const found = await complete(language, source, offset, around);
        if (!found) continue;
        const texts = found.proposals.map((p) => p.text);
        expect(new Set(texts).size, `${file}:${offset}`).toBe(texts.length);
        expect(found.at.start <= offset && offset <= found.at.end, `${file}:${offset}`).toBe(true);
        const names = found.proposals.filter((p) => p.kind === 'directive' || p.kind === 'block');
        const name = names[Math.floor(random() * names.length)];
        if (!name || language === 'sysctl') continue;
        inserted++;
        const { start, end } = found.at;
        // A brace that follows at once would be a part of the name; whoever writes goes on with a blank.
        const blank = source.text[end] === '}' ? ' ' : '';
        const text = `${source.text.slice(0, start)}${name.text}${blank}${source.text.slice(end)}`;
        const after = await check({ ...source, text });
        for (const { rule, at: where } of after.result.findings)
          if ((rule === 'nginx/unknown-directive' || rule === 'nginx/wrong-context') && where.start === start)
            wrong.push(`${file}:${offset} ${name.text} ${rule}`);
      }
    }
    console.log(`${asked} places, ${inserted} names put in`);
    expect(wrong).toEqual([]);
    expect(inserted).toBeGreaterThan(100);
  },
);
