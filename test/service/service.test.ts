import { expect, test } from 'vitest';
import { memoryHost } from '../../server/src/core/host.ts';
import type { Source } from '../../server/src/core/text.ts';
import { createService, type ServiceOptions } from '../../server/src/service/service.ts';
import { filesOf } from '../harness.ts';

/** A service over the files of a fixture below `/w`. */
function serve(fixture: string, options: Partial<ServiceOptions> = {}) {
  const sources = new Map(
    [...filesOf(fixture, 'nginx.conf')].map(([path, text]): [string, Source] => [
      `/w/${path}`,
      { path: `/w/${path}`, text, encoding: 'utf8' },
    ]),
  );
  const crash = (rule: string, error: unknown) => {
    throw new Error(`${rule}: ${error}`);
  };
  return { sources, service: createService({ host: memoryHost(sources), onCrash: crash, ...options }) };
}

/** `file: rule` of each finding. */
async function findings(fixture: string, paths: readonly string[], options?: Partial<ServiceOptions>) {
  const { service } = serve(fixture, options);
  const result = await service.check(paths.map((path) => `/w/${path}`));
  return result.findings.map((f) => `${f.at.file.slice(3)}: ${f.rule}`);
}

const pool = `
  # -- nginx.conf --
  events {}
  http {
    upstream pool { server 127.0.0.1:1; keepalive 8; }
    include conf.d/*.conf;
  }
  # -- conf.d/site.conf --
  server {
    location / { proxy_pass http://pool; }
  }
`;

const inert = 'nginx/upstream-keepalive-inert';

test('a fragment is judged within the root that is found above it, and only its own findings are told', async () => {
  const { service } = serve(pool.replace('keepalive 8', 'keepalive 8; keepalive_timeout 5；'));
  const result = await service.check(['/w/conf.d/site.conf']);
  expect([...result.files.keys()]).toEqual(['/w/conf.d/site.conf']);
  expect([...result.sources.keys()]).toContain('/w/nginx.conf');
  expect(result.dependencies('/w/conf.d/site.conf')).toContain('/w/nginx.conf');
  expect(result.findings.filter((f) => f.at.file !== '/w/conf.d/site.conf')).toEqual([]);
});

test('a finding of another file is told at the place of the fragment that it is about', async () => {
  const fixture = pool.replace('proxy_pass', 'proxy_set_header Host $host; proxy_pass');
  const { service, sources } = serve(fixture);
  const { findings } = await service.check(['/w/conf.d/site.conf']);
  const told = findings.filter((f) => f.rule === inert);
  expect(told.map((f) => f.at.file)).toEqual(['/w/conf.d/site.conf']);
  expect(sources.get('/w/conf.d/site.conf')!.text.slice(told[0]!.at.start, told[0]!.at.end)).toBe('proxy_pass http://pool');
  expect(told[0]!.related[0]).toMatchObject({ note: 'origin', at: { file: '/w/nginx.conf' } });
  const both = await service.check(['/w/nginx.conf', '/w/conf.d/site.conf']);
  expect(both.findings.filter((f) => f.rule === inert).map((f) => f.at.file)).toEqual(['/w/nginx.conf']);
});

test('a comment where a finding stands counts also where it is told', async () => {
  const fixture = pool.replace(
    '    upstream',
    '    # keepalint-disable-next-line nginx/upstream-keepalive-inert\n    upstream',
  );
  expect(await findings(fixture, ['conf.d/site.conf'])).toEqual([]);
  expect(await findings(fixture, ['nginx.conf'])).toEqual([]);
});

test('a requested root brings its includes with it, and what is wrong across them is told', async () => {
  const { service } = serve(pool);
  const result = await service.check(['/w/nginx.conf']);
  expect([...result.files.keys()].sort()).toEqual(['/w/conf.d/site.conf', '/w/nginx.conf']);
  expect(await findings(pool, ['nginx.conf'])).toContain(`nginx.conf: ${inert}`);
});

test('files requested together and one by one have the same found; only where it is told differs', async () => {
  const rulesOf = (found: readonly string[]) => [...new Set(found.map((f) => f.split(' ')[1]))].sort();
  const all = await findings(pool, ['nginx.conf', 'conf.d/site.conf']);
  expect(all).toEqual([`nginx.conf: ${inert}`]);
  expect(rulesOf(await findings(pool, ['nginx.conf']))).toEqual(rulesOf(all));
  expect(rulesOf(await findings(pool, ['conf.d/site.conf']))).toEqual(rulesOf(all));
});

test('a fragment of two roots is judged in both; a fix stays only where both agree', async () => {
  const two = `
    # -- a/nginx.conf --
    events {}
    http { include ../shared.conf; }
    # -- b/nginx.conf --
    events {}
    http { proxy_http_version 1.1; proxy_set_header Connection ""; include ../shared.conf; }
    # -- shared.conf --
    upstream pool { server 127.0.0.1:1; keepalive 8; }
    server { location / { proxy_pass http://pool; } }
  `;
  const { service } = serve(two);
  const { findings } = await service.check(['/w/a/nginx.conf', '/w/b/nginx.conf']);
  const found = findings.filter((f) => f.rule === inert);
  expect(found).toHaveLength(1);
  expect(found[0]?.fixes).toEqual([]);
});

test('says which files it could not read, did not know, or was told to leave out', async () => {
  const { service } = serve(`
    # -- .keepalint.yaml --
    ignore: [generated/]
    # -- generated/sysctl.conf --
    net.ipv4.tcp_tw_recycle = 1
    # -- notes.txt --
    nothing that we read
  `);
  const result = await service.check(['/w/generated/sysctl.conf', '/w/notes.txt', '/w/gone.conf']);
  expect(result).toMatchObject({
    findings: [],
    ignored: ['/w/generated/sysctl.conf'],
    unrecognised: ['/w/notes.txt'],
    unreadable: ['/w/gone.conf'],
  });
});

test('the nearest configuration counts alone, and an option of the caller counts more', async () => {
  const nested = `
    # -- .keepalint.yaml --
    rules: { sysctl/tcp-tw-recycle: off }
    # -- sysctl.conf --
    net.ipv4.tcp_tw_recycle = 1
    # -- inner/.keepalint.yaml --
    targets: [kernel=5.15]
    # -- inner/sysctl.conf --
    net.ipv4.tcp_tw_recycle = 1
  `;
  const paths = ['sysctl.conf', 'inner/sysctl.conf'];
  expect(await findings(nested, paths)).toEqual(['inner/sysctl.conf: sysctl/tcp-tw-recycle']);
  expect(await findings(nested, paths, { rules: { 'sysctl/tcp-tw-recycle': 'error' } })).toHaveLength(2);
});

test('an edit in an included file changes the findings of the root, and only what changed is judged again', async () => {
  const { service, sources } = serve(pool);
  const root = ['/w/nginx.conf'];
  const first = await service.check(root);
  expect(first.findings.some((f) => f.rule === inert)).toBe(true);
  const path = '/w/conf.d/site.conf';
  const text = sources
    .get(path)!
    .text.replace('proxy_pass', 'proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass');
  const edited = await service.checkWith(new Map([[path, { path, text, encoding: 'utf8' }]]), root);
  expect(edited.findings.some((f) => f.rule === inert)).toBe(false);
  const back = await service.check(root);
  expect(back.findings).toEqual(first.findings);
  const again = await service.check(root);
  expect(again.findings[0]).toBe(back.findings[0]);
});

test('another configuration is another judgement', async () => {
  const { service } = serve(`
    # -- .keepalint.yaml --
    targets: [kernel=4.4]
    # -- sysctl.conf --
    net.ipv4.tcp_tw_recycle = 1
  `);
  const path = '/w/.keepalint.yaml';
  const first = await service.check(['/w/sysctl.conf']);
  expect(first.findings.map((f) => f.message)).toEqual(['drops']);
  const text = 'targets: [kernel=6.1]';
  const edited = await service.checkWith(new Map([[path, { path, text, encoding: 'utf8' }]]), ['/w/sysctl.conf']);
  expect(edited.findings.map((f) => f.message)).toEqual(['removed']);
});

test('a severity of the configuration holds for what a root includes', async () => {
  const included = `
    # -- nginx.conf --
    http { include conf.d/*.conf; }
    # -- conf.d/site.conf --
    server { keepalive_timeout 0; }
  `;
  const off = `
    # -- .keepalint.yaml --
    rules: { nginx/client-keepalive-off: off }
  `;
  expect(await findings(included, ['nginx.conf'])).toEqual(['conf.d/site.conf: nginx/client-keepalive-off']);
  expect(await findings(included + off, ['nginx.conf'])).toEqual([]);
});

test('no root is looked for above the boundary', async () => {
  const judge = async (boundary: string) => {
    const { service } = serve(pool, { host: memoryHost(serve(pool).sources, boundary) });
    return (await service.check(['/w/conf.d/site.conf'])).entries('/w/conf.d/site.conf');
  };
  expect(await judge('/w')).toEqual(['/w/nginx.conf']);
  expect(await judge('/w/conf.d')).toEqual(['/w/conf.d/site.conf']);
});

test('a root is looked for in folders of the usual names', async () => {
  const entries = async (folder: string) => {
    const { service } = serve(`
      # -- ${folder}/nginx.conf --
      http { include ../site.conf; }
      # -- site.conf --
      server { listen 80; }
    `);
    return (await service.check(['/w/site.conf'])).entries('/w/site.conf');
  };
  expect(await entries('conf')).toEqual(['/w/conf/nginx.conf']);
  expect(await entries('old-nginx')).toEqual(['/w/site.conf']);
});

test('a file that is named like a root and is none does not speak for a fragment', async () => {
  const { service } = serve(`
    # -- nginx-common.conf --
    include site.conf;
    # -- site.conf --
    location / { proxy_pass http://pool; }
  `);
  const result = await service.check(['/w/site.conf']);
  expect(result.entries('/w/site.conf')).toEqual(['/w/site.conf']);
});
