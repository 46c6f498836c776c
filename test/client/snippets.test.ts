import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkNginx, checkSysctl } from '../harness.ts';
import { startJudges } from '../nginx/oracle/judge.ts';

interface Snippet {
  readonly prefix: readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

const read = (name: string): Record<string, Snippet> =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../snippets/${name}.json`), 'utf8'));

/** What stands there when nothing is typed over: defaults and first choices. */
function expand(body: readonly string[]): string {
  let text = body.join('\n');
  // Defaults may hold stops themselves; the innermost go first.
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(
      /(?<!\\)\$(?:\d+|\{\d+(?::((?:\\.|[^${}\\])*)|\|([^,|]*)[^|]*\|)?\})/g,
      (_, value, choice) => value ?? choice ?? '',
    );
  }
  return text.replace(/\\([$}\\])/g, '$1');
}

/** The smallest configuration in which a snippet has its place. */
function configuration(name: string, text: string): string {
  const upstream = 'upstream backend { server 127.0.0.1:8080; keepalive 32; }';
  const map = "map $http_upgrade $connection_upgrade { default upgrade; '' ''; }";
  const inHttp = text.startsWith('location')
    ? `${upstream}\n${map}\nserver {\nlisten 8000;\n${text}\n}`
    : name === 'Upstream with keepalive'
      ? `${text}\nserver {\nlisten 8000;\n${expand(nginx['Reverse proxy']!.body)}\n}`
      : text;
  return `events {}\nhttp {\n${inHttp}\n}\n`;
}

const nginx = read('nginx');
const judges = await startJudges(1);
if (typeof judges === 'string') console.log(`Not judged by nginx: ${judges}`);
afterAll(() => {
  if (typeof judges !== 'string') judges.close();
});

test.each(Object.entries(nginx))('%s: nothing is found', async (name, { body }) => {
  await checkNginx(configuration(name, expand(body)));
});

test.skipIf(typeof judges === 'string').each(Object.entries(nginx))('%s: nginx takes it', async (name, { body }) => {
  if (typeof judges === 'string') return;
  const path = '/etc/nginx/nginx.conf';
  const source = { path, text: configuration(name, expand(body)), encoding: 'utf8' as const };
  expect(await judges.judge({ files: new Map([[path, source]]), main: path })).toMatchObject({ kind: 'accepted' });
});

test.each(Object.entries(read('sysctl')))('%s: nothing is found', async (_, { body }) => {
  await checkSysctl(`${expand(body)}\n`);
});

test('every snippet is described in both languages', () => {
  for (const { description } of Object.values({ ...nginx, ...read('sysctl') }))
    expect(description).toMatch(/^[ -~]+ · .*\p{Script=Han}/u);
});
