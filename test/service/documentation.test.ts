import { execFileSync } from 'node:child_process';
import { describe, expect, it, test } from 'vitest';
import { directive, directiveNames } from '../../server/src/nginx/facts/directives.ts';
import { builtIn, builtInNames, builtInPrefixes } from '../../server/src/nginx/facts/variables.ts';
import {
  type Documentation,
  directiveText,
  documentationIn,
  firstSentence,
  pageOf,
  urlOf,
  variableText,
  wordText,
} from '../../server/src/service/documentation.ts';

const script = "import('./scripts/nginx-docs.mjs').then(({ nginxDocs }) => process.stdout.write(nginxDocs()))";
const json = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', maxBuffer: 4e6 });
const docs: Documentation = JSON.parse(json);
const entries = Object.entries(docs.directives).map(([key, text]) => ({ key, ...text }));
const texts = [
  ...entries.flatMap(({ key, text, parameters }) => [text, ...Object.values(parameters ?? {})].map((t) => [key, t] as const)),
  ...Object.entries(docs.variables),
];
const factOf = (name: string, page: string) => directive(name).find((f) => f.last === undefined && pageOf(f) === page)!;

describe('excerpts of the documentation', () => {
  it('are small', () => {
    expect(entries.length).toBeGreaterThan(950);
    expect(json.length).toBeLessThan(450_000);
    expect(texts.filter(([, text]) => text.length > 1500).map(([where]) => where)).toEqual([]);
  });
  it('are Markdown without HTML, whose links are whole', () => {
    for (const [where, text] of texts) {
      const prose = text.replace(/```[\s\S]*?```/g, '').replace(/`[^`]*`/g, '');
      expect(prose, where).not.toMatch(/<[a-z/!]|&\w+;|```|!\[/i);
      for (const [, target] of prose.matchAll(/\]\(([^)]*)\)/g)) expect(target, where).toMatch(/^https?:\/\//);
    }
  });
  it('do not end in the middle', () => {
    const cut = texts.filter(([, text]) => /[:,;]$/.test(text) || (text.match(/```/g) ?? []).length % 2 === 1);
    expect(cut).toEqual([]);
    // One lists its values and says nothing else.
    expect(entries.filter(({ text }) => text === '').map(({ key }) => key)).toEqual(['mail_ssl starttls']);
  });
  it('say what is only sold', () => {
    const sold = new Set(entries.filter(({ commercial }) => commercial).map(({ key }) => key));
    for (const name of [
      'http_upstream queue',
      'http_auth_jwt auth_jwt',
      'http_upstream_hc health_check',
      'http_upstream state',
    ])
      expect(sold, name).toContain(name);
    // Once they were.
    for (const name of ['http_upstream resolver', 'http_upstream least_time', 'core error_log', 'http_upstream server'])
      expect(sold, name).not.toContain(name);
  });
});

/** What nginx.org does not tell about. */
const untold =
  /^(?:\w+_(?:events|changes|streams_index_size|pool_size|threads)|acceptex_read|degrad\w+|gzip_(?:hash|no_buffer|window)|postpone_gzipping|post_acceptex|post_action|proxy|proxy_(?:down|up)stream_buffer|quic_bpf|ssi_ignore_recycled_buffers|uwsgi_string|stream|mail|open_file_cache_events)$/;

test('every directive that nginx has today is found in them, on its own page', () => {
  for (const name of directiveNames())
    for (const fact of directive(name)) {
      if (fact.first === undefined || fact.last !== undefined || untold.test(name)) continue;
      expect(directiveText(docs, fact), `${fact.module} ${name}`).toBeDefined();
    }
});

test('so are its variables', () => {
  const without: string[] = [];
  for (const ns of ['http', 'stream'] as const)
    for (const name of [...builtInNames(ns), ...builtInPrefixes(ns)]) {
      const fact = builtIn(name, ns)!;
      if (fact.last === undefined && !variableText(docs, fact)) without.push(`${ns} ${name}`);
    }
  expect(without).toMatchInlineSnapshot(`
    [
      "http ancient_browser",
      "http grpc_internal_trailers",
      "http modern_browser",
      "http msie",
      "http proxy_add_via",
      "http proxy_internal_body_length",
      "http proxy_internal_chunked",
      "http upstream_cache_etag",
      "http upstream_cache_last_modified",
      "stream server_name",
      "stream ssl_client_escaped_cert",
    ]
  `);
});

describe('a word', () => {
  const upstream = factOf('server', 'http_upstream');
  const zone = factOf('open_file_cache', 'http_core');
  it('is found by its name, with a value or without', () => {
    expect(wordText(docs, upstream, 'backup')).toMatch(/backup/);
    expect(wordText(docs, upstream, 'fail_timeout=10s')).toMatch(/;.*\.$/);
    expect(wordText(docs, zone, 'max=1000')).toMatch(/maximum/);
  });
  it('is none of those that every object has', () => {
    expect(wordText(docs, upstream, 'constructor')).toBeUndefined();
    expect(wordText(docs, upstream, '10.0.0.1:80')).toBeUndefined();
  });
});

test.each([
  ['One. Two.', 'One.'],
  ['One (1.2.3) is `a`. `b` is two.', 'One (1.2.3) is `a`.'],
  ['One, for example:\n\n```nginx\na;\n```', 'One.'],
  ['One', 'One'],
])('the first sentence of %j', (text, sentence) => {
  expect(firstSentence(text)).toBe(sentence);
});

test('pages are where nginx.org has them', () => {
  expect(urlOf('core', 'daemon')).toBe('https://nginx.org/en/docs/ngx_core_module.html#daemon');
  expect(urlOf('mail_core', 'listen')).toBe('https://nginx.org/en/docs/mail/ngx_mail_core_module.html#listen');
  expect(
    ['sub_filter', 'gzip_vary', 'try_files', 'zone', 'worker_connections', 'otel_trace', 'http'].map((name) =>
      pageOf(directive(name)[0]!),
    ),
  ).toEqual(['http_sub', 'http_gzip', 'http_core', 'http_upstream', 'core', 'otel', 'http_core']);
});

it('documentation that cannot be read is none', async () => {
  const read = (documentation: () => Promise<string | undefined>) => documentationIn({ documentation });
  expect(await read(async () => '{ "direc')).toBeUndefined();
  expect(await read(() => Promise.reject(new Error('gone')))).toBeUndefined();
  expect(await read(async () => undefined)).toBeUndefined();
  expect(await read(async () => '{ "directives": {}, "variables": {} }')).toEqual({ directives: {}, variables: {} });
});
