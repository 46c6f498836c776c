import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'extract-'));
afterAll(() => rmSync(folder, { recursive: true }));

function put(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function git(checkout: string, date: string, ...args: string[]): void {
  const env = { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date, GIT_CONFIG_GLOBAL: '/dev/null' };
  const who = ['-c', 'user.name=t', '-c', 'user.email=t@t'];
  const { status, stderr } = spawnSync('git', ['-C', join(folder, checkout), ...who, ...args], { env, encoding: 'utf8' });
  expect(stderr.replace(/^hint:.*\n/gm, '')).toBe('');
  expect(status).toBe(0);
}

/** A module with the rows of a release. */
const source = (rows: string) => `
#define TEA_FLAGS NGX_HTTP_MAIN_CONF|NGX_HTTP_SRV_CONF

/* a comment with "quotes', and { braces */
static ngx_conf_enum_t  ngx_http_tea_kinds[] = {
    { ngx_string("green"), 1 },
    { ngx_string("black"), 2 }, // { ngx_string("white"), 3 },
    { ngx_null_string, 0 }
};
static ngx_conf_num_bounds_t  ngx_http_tea_bounds = { ngx_conf_check_num_bounds, 1, 9 };
static ngx_conf_num_bounds_t  ngx_http_tea_least = { ngx_conf_check_num_bounds, 2, -1 };
static ngx_conf_deprecated_t  ngx_http_tea_old = {
    ngx_conf_deprecated, "tea_pot", "tea_kettle \\"parameter\\""
};
static ngx_conf_post_t  ngx_http_tea_post = { ngx_http_tea_check };
static ngx_conf_post_handler_pt  ngx_http_tea_handler = ngx_http_tea_handle;

static ngx_command_t  ngx_http_tea_commands[] = {
${rows}
      ngx_null_command
};
ngx_module_t  ngx_http_tea_module = {
    NGX_MODULE_V1,
    &ngx_http_tea_module_ctx,              /* module context */
    ngx_http_tea_commands,
    NGX_HTTP_MODULE,
    NULL
};`;
const row = (name: string, flags: string, setter: string, post: string) => `
    { ngx_string("${name}"),
      ${flags},
      ${setter},
      NGX_HTTP_LOC_CONF_OFFSET,
      offsetof(ngx_http_tea_loc_conf_t, ${name}),
      ${post} },`;

function release(version: string, date: string, rows: string): void {
  put('nginx/src/http/modules/ngx_http_tea_module.c', source(rows));
  git('nginx', date, 'add', '.');
  git('nginx', date, 'commit', '-q', '--allow-empty', '-m', version);
  git('nginx', date, 'tag', `release-${version}`);
}

test('the tables of directives come from the tags of a checkout', () => {
  const strength = row('tea', 'TEA_FLAGS|NGX_CONF_TAKE1', 'ngx_conf_set_enum_slot', '&ngx_http_tea_kinds');
  const one = 'NGX_HTTP_LOC_CONF|NGX_HTTP_LIF_CONF|NGX_CONF_TAKE1';
  const minutes = row('tea_minutes', one, 'ngx_conf_set_num_slot', '&ngx_http_tea_bounds');
  const more = row('tea_minutes', one.replace('TAKE1', 'TAKE12'), 'ngx_http_tea_minutes', 'NULL');
  const all = [
    row('tea_pot', 'NGX_HTTP_UPS_CONF|NGX_CONF_BLOCK|NGX_CONF_NOARGS', 'ngx_http_tea_pot', '&ngx_http_tea_old'),
    row('tea_bags', 'NGX_HTTP_LOC_CONF|NGX_CONF_2MORE', 'ngx_conf_set_num_slot', '&ngx_http_tea_least'),
    row('tea_cup', 'NGX_HTTP_LOC_CONF|NGX_CONF_FLAG', 'ngx_conf_set_flag_slot', '(void *) &ngx_http_tea_post'),
    `#if 0${row('tea_spoon', one, 'ngx_tea_spoon', 'NULL')}\n#endif`,
    `#if (NGX_TEA)${row('tea_leaf', one, 'ngx_tea_leaf', '&ngx_http_tea_handler')}\n#else${row('tea_leaf', one, 'ngx_tea_no', 'NULL')}\n#endif`,
  ].join('\n');
  mkdirSync(join(folder, 'nginx'));
  git('nginx', '2010-01-01T00:00:00Z', 'init', '-q');
  release('0.9.0', '2010-01-01T00:00:00Z', minutes.replace('LIF', 'SIF'));
  release('1.2.0', '2012-01-01T00:00:00Z', minutes);
  release('1.3.0', '2012-05-01T00:00:00Z', minutes);
  release('1.3.1', '2012-09-01T00:00:00Z', strength + more);
  release('1.2.1', '2012-09-01T00:00:00Z', more);
  release('1.10.0', '2016-01-01T00:00:00Z', minutes.replace('1-9', '') + all);
  put(
    'docs/xml/en/docs/http/ngx_http_tea_module.xml',
    `<directive name="tea_bags"><syntax>a</syntax><default>1 &amp;
 2</default><context>http</context></directive>
<directive name="tea_gold"><syntax block="yes"/><default/><context>http</context><context>if in location</context></directive>`,
  );
  git('docs', '2016-01-01T00:00:00Z', 'init', '-q');
  git('docs', '2016-01-01T00:00:00Z', 'add', '.');
  git('docs', '2016-01-01T00:00:00Z', 'commit', '-q', '-m', 'docs');
  put('out/server/src/nginx/facts/directives.data.ts', '');

  const run = (...args: string[]) =>
    spawnSync('node', [resolve('scripts/nginx-directives.mjs'), join(folder, 'nginx'), ...args], {
      cwd: join(folder, 'out'),
      encoding: 'utf8',
    });
  const rows = (name: string) =>
    /`\n([\s\S]*)\n`/.exec(readFileSync(join(folder, `out/server/src/nginx/facts/${name}.data.ts`), 'utf8'))![1]!.split('\n');
  expect(run('--docs', join(folder, 'docs'))).toMatchObject({
    stderr: '',
    stdout: '6 directives of 6 releases up to 1.10.0\n',
  });
  const expected = [
    'tea\thttp\thttp_tea\t1.3.1:http,server:1::conf_set_enum_slot:green,black:\t1.3.1\t',
    'tea_bags\thttp\thttp_tea\t1.10.0:location:2+::conf_set_num_slot::2-\t\t1 & 2',
    'tea_cup\thttp\thttp_tea\t1.10.0:location:1::conf_set_flag_slot::http_tea_check\t\t',
    'tea_leaf\thttp\thttp_tea\t1.10.0:location,if in location:1::tea_leaf::http_tea_handle\t\t',
    // 1.3.0 is older than 1.2.1 and does not take its form back; 1.10.0 does.
    'tea_minutes\thttp\thttp_tea\t0.9.0:location,if in server:1::conf_set_num_slot::1-9;1.2.0:location,if in location:1::conf_set_num_slot::1-9;1.2.1:location,if in location:1,2::http_tea_minutes::;1.10.0:location,if in location:1::conf_set_num_slot::1-9\t\t',
    'tea_pot\thttp\thttp_tea\t1.10.0:upstream:0:{:http_tea_pot::>tea_kettle "parameter"\t\t',
  ];
  expect(rows('directives')).toEqual(expected);
  expect(rows('documented')).toEqual(['tea_gold\thttp\thttp_tea\t:http,if in location::{:::\t\t']);
  // Without the reference, what it said stays.
  expect(run()).toMatchObject({ stderr: '' });
  expect(rows('directives')).toEqual(expected);
}, 30_000);
