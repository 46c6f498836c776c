import { describe, expect, it, test } from 'vitest';
import { buckets, clean, parity, recycle, workspace } from './run.ts';

describe('the exit code', () => {
  it.each<[string, string, string, number]>([
    ['0 where nothing is found', clean, '', 0],
    ['0 for what is not shown', parity, '', 0],
    ['1 for an error', recycle, '', 1],
    ['1 for a warning', buckets, '', 1],
    ['0 for a warning below --fail-on', buckets, '--fail-on error', 0],
    ['1 for an info at --fail-on', parity, '--fail-on info', 1],
    ['1 for an error whatever --fail-on', recycle, '--fail-on error', 1],
    ['0 for as many warnings as allowed', buckets, '--max-warnings 1', 0],
    ['1 for more', buckets, '--max-warnings 0', 1],
    ['1 for an error among allowed warnings', recycle + buckets, '--max-warnings 9', 1],
    ['0 with --exit-zero', recycle, '--exit-zero', 0],
    ['1 also for what --severity hides', buckets, '--severity error', 1],
  ])('is %s', async (_, text, argv, code) => {
    const { run } = workspace({ 'sysctl.conf': text });
    expect((await run(`check sysctl.conf ${argv}`)).code).toBe(code);
  });

  it('is 2 where a file could not be judged, and the others are', async () => {
    const { run } = workspace({ 'sysctl.conf': recycle, 'notes.conf': 'remember the milk\n' });
    const { code, out, err } = await run('sysctl.conf notes.conf missing.conf --exit-zero');
    expect(code).toBe(2);
    expect(out).toMatch(/^sysctl\.conf:1:1: error sysctl\/tcp-tw-recycle /);
    expect(err).toContain('missing.conf: no such file or folder\n');
    expect(err).toContain('notes.conf: neither nginx nor sysctl');
  });

  it('is 2 where there is nothing to check, unless that is allowed', async () => {
    const { run } = workspace({ 'a/readme.md': '# x\n', 'a/app.conf': '[main]\nx = 1\n' });
    const nothing = await run('a');
    expect(nothing.code).toBe(2);
    expect(nothing.err).toContain('no nginx or sysctl file in a\n');
    expect((await run('a --no-error-on-unmatched-pattern')).code).toBe(0);
    expect((await run('a/app.conf --no-error-on-unmatched-pattern')).code).toBe(0);
    expect((await run(['*.nope'])).code).toBe(2);
    expect((await run(['*.nope', '--no-error-on-unmatched-pattern'])).code).toBe(0);
  });
});

describe('what is shown', () => {
  const files = { 'sysctl.conf': `${recycle}${buckets}${parity}` };
  const rulesOf = (out: string) => out.split('\n').flatMap((l) => / (\w+\/[\w-]+) /.exec(l)?.[1] ?? []);

  it.each([
    ['', ['sysctl/tcp-tw-recycle', 'sysctl/max-tw-buckets-low']],
    ['--severity error', ['sysctl/tcp-tw-recycle']],
    ['--severity info', ['sysctl/tcp-tw-recycle', 'sysctl/max-tw-buckets-low', 'sysctl/tw-reuse-server-side']],
    ['--fail-on info', ['sysctl/tcp-tw-recycle', 'sysctl/max-tw-buckets-low', 'sysctl/tw-reuse-server-side']],
  ])('by default and by severity: %s', async (argv, expected) => {
    const { out } = await workspace(files).run(`sysctl.conf ${argv}`);
    expect(rulesOf(out)).toEqual(expected);
  });

  it('is concise in a pipe: one line for each', async () => {
    const { out } = await workspace(files).run('');
    expect(out).toMatch(
      /^sysctl\.conf:1:1: error sysctl\/tcp-tw-recycle \S.*\nsysctl\.conf:2:\d+: warning sysctl\/max-tw-buckets-low \S.*\n$/,
    );
  });

  it('is full on a terminal, with colours and a link', async () => {
    const { out } = await workspace(files).run('', { terminal: true });
    expect(out).toContain('\x1b[1;31m');
    const [, link = ''] = out.split('\x1b]8;;');
    expect(link.split('\x1b')[0]).toMatch(/^https:\/\/.*\/sysctl\/tcp-tw-recycle\.md$/);
    expect(out).toContain('help');
  });

  it.each<[string, Record<string, string>, boolean, boolean]>([
    ['', {}, true, true],
    ['', {}, false, false],
    ['', { NO_COLOR: '1' }, true, false],
    ['', { FORCE_COLOR: '1' }, false, true],
    ['', { FORCE_COLOR: '0' }, true, false],
    ['', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['', { TERM: 'dumb' }, true, false],
    ['--color always', { NO_COLOR: '1' }, false, true],
    ['--color never', { FORCE_COLOR: '1' }, true, false],
  ])('has colours by %s %j, terminal %s: %s', async (argv, env, terminal, colors) => {
    const { out } = await workspace(files).run(`--format full ${argv}`, { env, terminal });
    expect(out.includes('\x1b[')).toBe(colors);
    expect(out.includes('\x1b]8;;')).toBe(colors && terminal);
  });

  it('goes to several places at once', async () => {
    const { run, read } = workspace(files);
    const { out } = await run('--format concise --format json=report.json --format full=report.txt');
    expect(out).toMatch(/^sysctl\.conf:1:1: error /);
    expect(JSON.parse(read('report.json'))).toMatchObject({ version: 1 });
    expect(read('report.txt')).toContain('1 | net.ipv4.tcp_tw_recycle = 1\n');
    expect((await run('--format json=no/such/folder')).code).toBe(2);
  });

  it('ends with a summary on standard error, unless --quiet or for programs', async () => {
    const { run } = workspace(files);
    const last =
      /^Found 1 error, 1 warning in 1 file \(\d+ ms\)\. 1 fixable with --fix \(1 more with --unsafe-fixes\)\. 1 info not shown: --severity info\.\n$/;
    expect((await run('')).err).toMatch(last);
    expect((await run('--quiet')).err).toBe('');
    expect((await run('--format json')).err).toBe('');
    expect((await run('--locale zh-CN')).err).toMatch(
      /^在 1 个文件中发现 1 个错误、1 个警告（\d+ ms）。1 个可用 --fix 修复（加上 --unsafe-fixes 还可修复 1 个）。/,
    );
    expect((await workspace({ 'sysctl.conf': clean }).run('')).err).toMatch(/^No findings in 1 file \(\d+ ms\)\.\n$/);
  });

  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, '', 'zh'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C.UTF-8' }, '', 'en'],
    [{ LANG: 'en_GB.UTF-8', LC_MESSAGES: 'zh_CN' }, '', 'zh'],
    [{ LANG: 'de_DE.UTF-8' }, '', 'en'],
    [{ LANG: 'zh_CN.UTF-8' }, '--locale en', 'en'],
    [{}, '--locale=zh-CN', 'zh'],
  ])('is in the language of %j %s', async (env, argv, language) => {
    const { out, err } = await workspace(files).run(`sysctl.conf ${argv}`, { env });
    expect(/[一-鿿]/.test(out) ? 'zh' : 'en').toBe(language);
    expect(/[一-鿿]/.test(err) ? 'zh' : 'en').toBe(language);
  });

  it('is the same every time, sorted by path, line and column', async () => {
    const many = Object.fromEntries(
      ['b/sysctl.conf', 'a/sysctl.conf', 'a.sysctl.conf', 'B/sysctl.conf'].map((p) => [p, files['sysctl.conf']]),
    );
    const { run } = workspace(many);
    const first = (await run('--severity info')).out;
    expect(
      first
        .split('\n')
        .map((l) => l.split(':').slice(0, 2).join(':'))
        .filter(Boolean),
    ).toEqual(
      ['B/sysctl.conf', 'a.sysctl.conf', 'a/sysctl.conf', 'b/sysctl.conf'].flatMap((p) => [`${p}:1`, `${p}:2`, `${p}:3`]),
    );
    expect((await run('b a . B --severity info')).out).toBe(first);
  });

  it('cannot play tricks on the terminal', async () => {
    const { out } = await workspace({ 'sysctl.conf': 'net.ipv4.tcp_tw_recycle = 1\x1b[2J \u202e\nfoo\x1b]0;x\x07 = 1\n' }).run(
      '--format full',
    );
    expect([...out].filter((c) => (c < ' ' && c !== '\n') || c === '\u202e')).toEqual([]);
  });
});

test('the JSON report is a contract', async () => {
  const { run } = workspace({
    'etc/sysctl.conf': `# 注释\n\t${recycle}${parity}`,
    'nginx.conf':
      'events {}\nhttp {\n  upstream app { server 10.0.0.1; keepalive 16; }\n  server { location / { proxy_pass http://app; } }\n}\n',
  });
  const { out, code } = await run('--format json --severity error --target nginx=1.24');
  expect(code).toBe(1);
  const report = JSON.parse(out);
  expect(Object.keys(report)).toEqual(['version', 'findings', 'summary']);
  expect(report.version).toBe(1);
  expect(report.summary).toEqual({ files: 2, error: 1, warning: 1, info: 1 });
  expect(report.findings.map((f: { rule: string; severity: string; path: string }) => [f.path, f.severity, f.rule])).toEqual([
    ['etc/sysctl.conf', 'error', 'sysctl/tcp-tw-recycle'],
    ['etc/sysctl.conf', 'info', 'sysctl/tw-reuse-server-side'],
    ['nginx.conf', 'warning', 'nginx/upstream-keepalive-inert'],
  ]);
  const [removed, , inert] = report.findings;
  for (const finding of report.findings)
    expect(Object.keys(finding)).toEqual(['rule', 'severity', 'message', 'path', 'range', 'related', 'fixes', 'url']);
  expect(removed.range).toEqual({ start: { line: 2, column: 2 }, end: { line: 2, column: 29 } });
  expect(removed.url).toMatch(/^https:\/\/.*\/docs\/rules\/sysctl\/tcp-tw-recycle\.md$/);
  expect(removed.fixes[0]).toEqual({
    safety: 'safe',
    title: expect.any(String),
    edits: [{ path: 'etc/sysctl.conf', range: { start: { line: 2, column: 1 }, end: { line: 3, column: 1 } }, text: '' }],
  });
  expect(inert.related.length).toBeGreaterThan(0);
  for (const related of inert.related) {
    expect(Object.keys(related)).toEqual(['message', 'path', 'range']);
    expect(related.path).toBe('nginx.conf');
    expect(related.range.start.line).toBeGreaterThan(0);
  }
});

describe('standard input', () => {
  it('is one file, known by its content', async () => {
    const { code, out } = await workspace().run('-', { stdin: recycle });
    expect(code).toBe(1);
    expect(out).toMatch(/^<stdin>:1:1: error sysctl\/tcp-tw-recycle /);
  });
  it('stands where --stdin-filename says, with the configuration of that place', async () => {
    const { run } = workspace({ 'etc/.keepalint.yaml': 'rules: { sysctl/tcp-tw-recycle: info }\n', 'etc/sysctl.conf': clean });
    const { code, out } = await run('- --stdin-filename etc/sysctl.conf --severity info', { stdin: recycle });
    expect(code).toBe(0);
    expect(out).toMatch(/^etc\/sysctl\.conf:1:1: info /);
  });
  it('is judged together with the files around that place', async () => {
    const { run } = workspace({
      'site/nginx.conf':
        'events {}\nhttp {\n  proxy_http_version 1.1;\n  proxy_set_header Connection "";\n  include conf.d/*.conf;\n}\n',
      'site/conf.d/app.conf': 'server { listen 80; }\n',
    });
    const stdin = 'upstream app { server 10.0.0.1; keepalive 16; }\nserver { location / { proxy_pass http://app; } }\n';
    expect((await run('- --stdin-filename site/conf.d/app.conf --target nginx=1.24', { stdin })).out).toBe('');
    expect((await run('- --stdin-filename other/app.conf --target nginx=1.24', { stdin })).out).toContain(
      'upstream-keepalive-inert',
    );
  });
  it('stands alone', async () => {
    expect((await workspace({ 'sysctl.conf': clean }).run('- sysctl.conf')).code).toBe(2);
  });
  it('with --fix comes out fixed, findings go to standard error', async () => {
    const { code, out, err } = await workspace().run('- --fix --stdin-filename sysctl.conf', { stdin: recycle + buckets });
    expect(out).toBe(buckets);
    expect(err).toContain('sysctl.conf:1:31: warning sysctl/max-tw-buckets-low');
    expect(code).toBe(1);
    expect((await workspace().run('- --fix', { stdin: clean })).out).toBe(clean);
    expect(await workspace().run('- --fix', { stdin: 'neither\n' })).toMatchObject({ code: 2, out: 'neither\n' });
    const { run } = workspace({ '.keepalint.yaml': 'ignore: [etc/]\n' });
    expect((await run('- --fix --stdin-filename etc/sysctl.conf', { stdin: recycle })).out).toBe(recycle);
  });
});

describe('the configuration file', () => {
  it('is the nearest one, up to the repository', async () => {
    const { run } = workspace({
      '.keepalint.yaml': 'rules: { sysctl/tcp-tw-recycle: off }\nignore: [old/]\n',
      'a/sysctl.conf': recycle,
      'b/.keepalint.json': '{ "rules": { "sysctl/tcp-tw-recycle": "warning" } }',
      'b/sysctl.conf': recycle,
      'old/sysctl.conf': recycle,
    });
    expect((await run('')).out).toMatch(/^b\/sysctl\.conf:1:1: warning \S+ .*\n$/);
    expect((await run('--no-config')).out.match(/error/g)).toHaveLength(3);
    expect((await run('--config b/.keepalint.json')).out.match(/warning/g)).toHaveLength(3);
    const ignored = await run('old/sysctl.conf');
    expect(ignored).toMatchObject({ code: 0, out: '' });
    expect(ignored.err).toContain('old/sysctl.conf: left out by the configuration\n');
  });

  it('gives the targets, which --target overrides', async () => {
    const { run } = workspace({ '.keepalint.yaml': 'targets: [kernel=4.4]\n', 'sysctl.conf': recycle });
    const old = (await run('')).out;
    const now = (await run('--target kernel=6.1')).out;
    expect(old).not.toBe(now);
    expect(now).toBe((await run('--target kernel=6.1 --no-config')).out);
  });

  it('stops the run where it is wrong, naming line and column', async () => {
    const { run } = workspace({ '.keepalint.yaml': 'rules:\n  sysctl/tcp-tw-recycl: off\n', 'sysctl.conf': recycle });
    expect(await run('')).toMatchObject({
      code: 2,
      out: '',
      err: 'keepalint: .keepalint.yaml:2:3: unknown rule “sysctl/tcp-tw-recycl”: did you mean sysctl/tcp-tw-recycle?\n',
    });
    expect((await run('--fix')).code).toBe(2);
    expect((await run('--config nope.yaml')).err).toBe('keepalint: nope.yaml: no such file or folder\n');
    expect((await run('--no-config')).code).toBe(1);
  });
});

describe('--language', () => {
  it('decides where the content does not', async () => {
    const { run } = workspace({ 'a.txt': 'net.ipv4.tcp_tw_recycle 1\n' });
    expect((await run('a.txt')).code).toBe(2);
    expect((await run('a.txt --language sysctl')).out).toContain('sysctl/not-an-assignment');
  });
});

test('messages quote what stands in a file of GBK as Chinese', async () => {
  // 1 # 池粤
  const value = Buffer.from([0xb3, 0xd8, 0xd4, 0xc1]);
  const { run } = workspace({ 'sysctl.conf': Buffer.concat([Buffer.from('vm.swappiness = 1 # '), value, Buffer.from('\n')]) });
  expect((await run('sysctl.conf')).out).toContain('"# 池粤" belongs to the value');
  expect((await run('sysctl.conf --locale zh-CN --format json')).out).toContain('# 池粤');
});
