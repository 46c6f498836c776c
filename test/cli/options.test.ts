import { describe, expect, it, test } from 'vitest';
import { rules } from '../../server/src/service/service.ts';
import { clean, recycle, workspace } from './run.ts';

describe('a mistake in the call is one line and exit code 2', () => {
  it.each([
    ['--fixx', 'unknown option --fixx: did you mean --fix?'],
    ['--sevrity=error', 'unknown option --sevrity: did you mean --severity?'],
    ['--xyz', 'unknown option --xyz: keepalint --help lists them'],
    ['-x', 'unknown option -x: keepalint --help lists them'],
    ['--constructor', 'unknown option --constructor: keepalint --help lists them'],
    ['--format jsn', '--format cannot be “jsn”: did you mean json?'],
    ['--format sarif', '--format cannot be “sarif”: it is one of full, concise or json'],
    ['--format', '--format needs a value'],
    ['--format --fix', '--format needs a value'],
    ['--format json --format full', 'only one --format can go to standard output: write the others as --format NAME=FILE'],
    ['--severity high', '--severity cannot be “high”: it is one of error, warning or info'],
    ['--fail-on warn', '--fail-on cannot be “warn”: did you mean warning?'],
    ['--max-warnings -1', '--max-warnings needs a value'],
    ['--max-warnings=x', '--max-warnings needs a whole number, not “x”'],
    ['--fix --diff', '--fix and --diff exclude each other'],
    ['--unsafe-fixes', '--unsafe-fixes goes with --fix or --diff'],
    ['--config a --no-config', '--config and --no-config exclude each other'],
    ['--fix=yes', '--fix takes no value'],
    ['--color blue', '--color cannot be “blue”: it is one of auto, always or never'],
    ['--locale fr', '--locale cannot be “fr”: it is one of en or zh-CN'],
    ['--language apache', '--language cannot be “apache”: it is one of nginx or sysctl'],
    ['--target ngnix=1.24', /^--target: .*: did you mean nginx=1\.24\?$/],
    ['--target ubuntu=4.04', /^--target: /],
    ['chek', 'chek: no such file or folder: did you mean keepalint check?'],
    ['explain', 'which rule? keepalint rules lists them'],
    ['explain sysctl/tcp-tw-recycl', 'there is no rule sysctl/tcp-tw-recycl: did you mean sysctl/tcp-tw-recycle?'],
    ['explain tcp-tw-recycel', 'there is no rule tcp-tw-recycel: did you mean sysctl/tcp-tw-recycle?'],
    ['explain net.ipv4.tcp_fin_timeot', 'Linux has no key net.ipv4.tcp_fin_timeot: did you mean net.ipv4.tcp_fin_timeout?'],
    ['explain proxy_http_versoin', 'nginx has no directive proxy_http_versoin: did you mean proxy_http_version?'],
    ['explain tcp_fin_timeout --target kernle=5', /^--target: /],
    ['explain tcp_fin_timout', 'Linux has no key tcp_fin_timout: did you mean tcp_fin_timeout?'],
    ['explain xyz', 'xyz is no rule, no key of sysctl and no directive of nginx: keepalint rules lists the rules'],
    ['rules x', 'keepalint rules takes no further “x”'],
    ['lsp x', 'keepalint lsp takes no further “x”'],
  ])('%s', async (argv, message) => {
    const { code, out, err } = await workspace({ 'sysctl.conf': clean }).run(argv);
    expect(err.startsWith('keepalint: ') && err.split('\n').length === 2, err).toBe(true);
    const line = err.slice('keepalint: '.length, -1);
    if (typeof message === 'string') expect(line).toBe(message);
    else expect(line).toMatch(message);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  it('in Chinese as well', async () => {
    const { err } = await workspace().run('--fixx', { env: { LANG: 'zh_CN.UTF-8' } });
    expect(err).toBe('keepalint: 未知选项 --fixx：是否想写 --fix？\n');
  });
});

test('--version is the bare version, --help is in the reader’s language', async () => {
  const { run } = workspace();
  expect(await run('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), err: '' });
  expect((await run('-V')).out).toBe((await run('--version')).out);
  const [english, chinese] = [await run('--help'), await run('-h --locale zh-CN')];
  expect(english.code).toBe(0);
  expect(english.out).toContain('Exit code: 0 clean');
  expect(chinese.out).toContain('退出码：0 没有问题');
  const options = (text: string) =>
    text
      .match(/--[a-z-]+/g)
      ?.filter((o) => o !== '--stdio')
      .sort();
  expect(options(chinese.out)).toEqual(options(english.out));
  for (const line of english.out.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
});

test('every option is in the help, and every option of the help is one', async () => {
  const { run } = workspace({ 'sysctl.conf': clean });
  const { out } = await run('--help');
  for (const option of new Set(out.match(/--[a-z-]+/g))) {
    const { err } = await run(['--help', option, ...(option === '--locale' ? ['en'] : [])]);
    expect(err, option).not.toContain('unknown option');
  }
});

test('check is the command where none is named; -- ends the options', async () => {
  const { run } = workspace({ 'sysctl.conf': recycle, '--fix.sysctl.conf': recycle });
  expect((await run('check sysctl.conf')).out).toBe((await run('sysctl.conf')).out);
  expect((await run('-- --fix.sysctl.conf')).out).toMatch(/^--fix\.sysctl\.conf:1:1: error /);
});

test('rules lists every rule, as a table or as JSON', async () => {
  const { run } = workspace();
  const { out, code } = await run('rules');
  expect(code).toBe(0);
  const [, ...rows] = out.trimEnd().split('\n');
  expect(rows.map((row) => row.split(' ')[0])).toEqual([...rules.keys()].sort());
  const listed = JSON.parse((await run('rules --format json')).out);
  expect(listed.version).toBe(1);
  expect(listed.rules.map((r: { id: string }) => r.id)).toEqual([...rules.keys()].sort());
  const recycle = listed.rules.find((r: { id: string }) => r.id === 'sysctl/tcp-tw-recycle');
  expect(recycle).toMatchObject({
    severities: ['error', 'warning'],
    fixes: ['safe', 'unsafe'],
    since: '0.1.0',
    optional: false,
  });
  const reason = listed.rules.find((r: { id: string }) => r.id === 'keepalint/missing-reason');
  expect(reason.optional).toBe(true);
  expect(rows.find((row) => row.startsWith('keepalint/missing-reason '))).toContain('(warning)');
});

describe('explain', () => {
  it('shows the page of a rule, without its markup', async () => {
    const { run } = workspace();
    const { out, code } = await run('explain keepalint/unused-suppression');
    expect(code).toBe(0);
    expect(out).toMatch(/^keepalint\/unused-suppression\n/);
    expect(out).not.toMatch(/```|<!--|^#/m);
    expect(out).toContain('    # keepalint-disable-next-line');
    expect(out).toMatch(/https:\/\/\S+\/keepalint\/unused-suppression\.md\n$/);
    expect((await run('explain unused-suppression')).out).toBe(out);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });
  it('in Chinese, no line wider than the terminal', async () => {
    const { out } = await workspace().run('explain keepalint/unused-suppression --locale zh-CN', { columns: 60 });
    expect(out).toContain('有问题');
    for (const line of out.split('\n').filter((l) => !/^ {4}|https:/.test(l)))
      expect([...line].reduce((n, c) => n + (c > '⺀' ? 2 : 1), 0)).toBeLessThanOrEqual(62);
  });
  it('shows what a key of sysctl does, for the targeted kernels', async () => {
    const { out, code } = await workspace().run('explain net.core.somaxconn --target kernel=4.18-');
    expect(code).toBe(0);
    expect(out).toMatch(/^net\.core\.somaxconn\n\nCap on the backlog of listen\(\)/);
    expect(out).toMatch(/^- default: 4096; 128 before Linux 5\.4$/m);
    expect(out).toMatch(/\n\nhttps:\/\/docs\.kernel\.org\/\S+\n$/);
    const chinese = await workspace().run('explain somaxconn --target kernel=5.10 --locale zh-CN');
    expect(chinese.out).toMatch(/^net\.core\.somaxconn\n\nlisten\(\) 的 backlog 上限/);
    expect(chinese.out).toMatch(/^- 默认值：4096$/m);
  });
  it('shows each of the keys that end so', async () => {
    const { out, code } = await workspace().run('explain tcp_fin_timeout');
    expect(code).toBe(0);
    expect(out.match(/^\S+\.tcp_fin_timeout$/gm)).toEqual(['net.ipv4.tcp_fin_timeout', 'sunrpc.tcp_fin_timeout']);
  });
  it('shows what a directive of nginx takes, in each module that has it', async () => {
    const { out, code } = await workspace().run('explain listen');
    expect(code).toBe(0);
    expect(out.match(/^listen$/gm)).toHaveLength(3);
    expect(out).toMatch(/^- allowed in: server$/m);
    expect(out).toMatch(/https:\/\/nginx\.org\/en\/docs\/stream\/ngx_stream_core_module\.html#listen\n$/);
  });
});
