import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../server/src/core/host.ts';
import { defaultTarget } from '../../server/src/core/targets.ts';
import type { Source } from '../../server/src/core/text.ts';
import type { Target } from '../../server/src/core/version.ts';
import { commentsOf, surroundingsOf } from '../../server/src/sysctl/model/comments.ts';
import { gather } from '../../server/src/sysctl/model/files.ts';
import { dotted, globMatches, pathOf } from '../../server/src/sysctl/model/key.ts';
import { build } from '../../server/src/sysctl/model/model.ts';
import { pureNumbers, readNumbers } from '../../server/src/sysctl/model/value.ts';
import { setOf } from './set.ts';

describe('a key', () => {
  test.each([
    ['net.ipv4.tcp_fin_timeout', 'net/ipv4/tcp_fin_timeout'],
    ['net/ipv4/tcp_fin_timeout', 'net/ipv4/tcp_fin_timeout'],
    ['/net/ipv4/tcp_fin_timeout', 'net/ipv4/tcp_fin_timeout'],
    ['net..ipv4.x', 'net/ipv4/x'],
    ['net.ipv4.conf.eth0/100.rp_filter', 'net/ipv4/conf/eth0.100/rp_filter'],
    ['net/ipv4/conf/eth0.100/rp_filter', 'net/ipv4/conf/eth0.100/rp_filter'],
    ['net.ipv4/x', 'net/ipv4.x'],
  ])('%s is the file %s', (key, path) => {
    expect(pathOf(key)).toBe(path);
  });

  test('has one usual spelling', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]+(?:\/[a-z.]*[a-z])+$/), (path) => {
        expect(pathOf(dotted(path))).toBe(path);
      }),
    );
  });

  test.each([
    ['net/ipv4/conf/*/rp_filter', 'net/ipv4/conf/eth0/rp_filter', true],
    ['net/ipv4/conf/*/rp_filter', 'net/ipv4/conf/a/b/rp_filter', false],
    ['net/*/rp_filter', 'net/ipv4/conf/eth0/rp_filter', false],
    ['a/e?h*', 'a/eth10', true],
    ['a/[!d-f]th', 'a/eth', false],
    ['a/[!x]th', 'a/eth', true],
    ['a/*b*b*', 'a/abcb', true],
    ['a/*b*b*', 'a/abc', false],
    ['a/[x', 'a/[x', true],
    ['a/[be]th', 'a/eth', true],
    ['a/x[be]th', 'a/xeth', true],
    ['a/[b-d]th', 'a/-th', false],
  ])('glob %s against %s: %s', (glob, path, hit) => {
    expect(globMatches(glob, path)).toBe(hit);
  });
});

describe('a value', () => {
  test.each<[string, number[] | undefined]>([
    ['30', [30]],
    ['0x1F', [31]],
    ['036', [30]],
    ['0', [0]],
    ['-1', [-1]],
    ['1 2\t3', [1, 2, 3]],
    [' 1 \r2 \v3 \f4'.trim(), [1, 2, 3, 4]],
    // Only a blank, a tab and a line break end a number.
    ['1\r2', undefined],
    ['+30', undefined],
    ['08', undefined],
    ['30s', undefined],
    ['30 s', undefined],
    ['', undefined],
  ])('%j is the numbers %j', (text, numbers) => {
    expect(pureNumbers(text)).toEqual(numbers);
  });

  test('of numbers ends where the kernel stops', () => {
    const { fields, rest } = readNumbers('30  # why');
    expect([fields.map((f) => f.value), rest]).toEqual([[30], 4]);
  });
});

describe('the files applied together', () => {
  const hostOf = (texts: Readonly<Record<string, string>>) =>
    memoryHost(new Map(Object.entries(texts).map(([path, text]) => [path, { path, text, encoding: 'utf8' } satisfies Source])));
  const from = async (entry: string, texts: Readonly<Record<string, string>>) => {
    const host = hostOf(texts);
    const gathered = await gather(host, (await host.read(entry))!);
    return { order: gathered.applied.map((s) => s.path), last: gathered.sysctlConf?.path, key: gathered.key, gathered };
  };

  test('are those of the machine, by name', async () => {
    const files = {
      '/etc/sysctl.d/20-b.conf': '',
      '/usr/lib/sysctl.d/10-a.conf': '',
      '/run/sysctl.d/30-c.conf': '',
      '/etc/sysctl.d/README': '',
      '/etc/sysctl.conf': '',
    };
    for (const entry of ['/etc/sysctl.d/20-b.conf', '/etc/sysctl.conf', '/usr/lib/sysctl.d/10-a.conf'])
      expect(await from(entry, files)).toMatchObject({
        order: ['/usr/lib/sysctl.d/10-a.conf', '/etc/sysctl.d/20-b.conf', '/run/sysctl.d/30-c.conf'],
        last: '/etc/sysctl.conf',
        key: 'set /',
      });
  });

  test('leave out a file that one of the same name replaces, which is judged alone', async () => {
    const files = {
      '/etc/sysctl.d/10-a.conf': 'a.b=1',
      '/usr/lib/sysctl.d/10-a.conf': 'a.b=2',
      '/usr/lib/sysctl.d/20-b.conf': '',
    };
    expect((await from('/usr/lib/sysctl.d/20-b.conf', files)).order).toEqual([
      '/etc/sysctl.d/10-a.conf',
      '/usr/lib/sysctl.d/20-b.conf',
    ]);
    expect((await from('/usr/lib/sysctl.d/10-a.conf', files)).order).toEqual(['/usr/lib/sysctl.d/10-a.conf']);
  });

  test('take a merged /lib for /usr/lib, under the path that was asked for', async () => {
    const files = { '/lib/sysctl.d/10-a.conf': 'a.b=1', '/usr/lib/sysctl.d/10-a.conf': 'a.b=1' };
    expect((await from('/lib/sysctl.d/10-a.conf', files)).order).toEqual(['/lib/sysctl.d/10-a.conf']);
    expect((await from('/usr/lib/sysctl.d/10-a.conf', files)).order).toEqual(['/usr/lib/sysctl.d/10-a.conf']);
  });

  test('are those of an image in a repository', async () => {
    const files = {
      '/repo/rootfs/etc/sysctl.d/20-b.conf': '',
      '/repo/rootfs/usr/lib/sysctl.d/10-a.conf': '',
      '/repo/sysctl.d/30-c.conf': '',
      '/etc/sysctl.d/40-d.conf': '',
    };
    const order = ['/repo/rootfs/usr/lib/sysctl.d/10-a.conf', '/repo/rootfs/etc/sysctl.d/20-b.conf'];
    expect((await from('/repo/rootfs/etc/sysctl.d/20-b.conf', files)).order).toEqual(order);
    expect((await from('/repo/rootfs/usr/lib/sysctl.d/10-a.conf', files)).order).toEqual(order);
    expect((await from('/repo/sysctl.d/30-c.conf', files)).order).toEqual(['/repo/sysctl.d/30-c.conf']);
  });

  test('are one file where there is no file-system root', async () => {
    expect(
      await from('/p/usr/lib/sysctl.d/a.conf', { '/p/usr/lib/sysctl.d/a.conf': '', '/p/usr/lib/sysctl.d/b.conf': '' }),
    ).toMatchObject({
      order: ['/p/usr/lib/sysctl.d/a.conf'],
    });
    expect(
      (await from('/etc/sysctl.d/a.conf.dpkg-old', { '/etc/sysctl.d/a.conf.dpkg-old': '', '/etc/sysctl.d/b.conf': '' })).order,
    ).toEqual(['/etc/sysctl.d/a.conf.dpkg-old']);
  });

  test('hold a linked sysctl.conf once', async () => {
    const files = { '/etc/sysctl.d/99-sysctl.conf': 'a.b=1', '/etc/sysctl.conf': 'a.b=1', '/etc/sysctl.d/10-a.conf': '' };
    const { order, last, gathered } = await from('/etc/sysctl.conf', files);
    expect([order, last, gathered.linked]).toEqual([['/etc/sysctl.d/10-a.conf'], '/etc/sysctl.conf', true]);
    const byLink = await from('/etc/sysctl.d/99-sysctl.conf', files);
    expect([byLink.order, byLink.last, byLink.gathered.linked]).toEqual([order, '/etc/sysctl.d/99-sysctl.conf', true]);
    expect(byLink.gathered.sources.has('/etc/sysctl.conf')).toBe(false);
  });
});

test.each<[string, boolean]>([
  ['{% if router %}\na.b=1\n{% endif %}', true],
  ['# {%- for x in y %}\na.b=1', true],
  ['<% if x %>', true],
  ['{{ if .Router }}', true],
  ['{{#if router}}', true],
  ['a.b = {{ value }}', false],
  ['# {{ ansible_managed }}', false],
])('%j has branches: %s', (text, branches) => {
  expect(build(setOf({ 'a.conf': text }), defaultTarget).files[0]?.branches).toBe(branches);
});

test('a linked sysctl.conf is one file while an editor changes it', async () => {
  const text = (last: string) => `a.b=1\na.c=2\na.d=3\na.e=4\n${last}\n`;
  const sources = new Map(
    Object.entries({ '/etc/sysctl.conf': text('a.f=5'), '/etc/sysctl.d/99-sysctl.conf': text('a.f=6') }).map(
      ([path, text]): [string, Source] => [path, { path, text, encoding: 'utf8' }],
    ),
  );
  const gathered = await gather(memoryHost(sources), sources.get('/etc/sysctl.conf')!);
  expect([gathered.linked, [...gathered.sources.keys()]]).toEqual([true, ['/etc/sysctl.conf']]);
});

describe('what wins', () => {
  const target = (sysctlConfAtBoot: boolean | undefined): Target => ({ ...defaultTarget, sysctlConfAtBoot });
  const winners = (files: Readonly<Record<string, string>>, atBoot?: boolean, linked?: boolean) =>
    build(setOf(files, linked), target(atBoot)).readings.map(
      (r) => `${r.programs.join('+')} ${r.winner('a/b')?.line.value.text}`,
    );

  test('is the last assignment, whatever its spelling', () => {
    expect(winners({ '10.conf': 'a.b=1\na/b=2', '05.conf': 'a.b=3' })).toEqual(['boot+system 2']);
  });

  test('is sysctl.conf under `sysctl --system`, and at boot where it is linked', () => {
    const files = { '10.conf': 'a.b=1', 'sysctl.conf': 'a.b=2' };
    expect(winners(files, true)).toEqual(['boot+system 2']);
    expect(winners(files, false)).toEqual(['system 2', 'boot 1']);
    expect(winners(files, undefined)).toEqual(['boot+system 2', 'boot 1']);
    expect(winners(files, false, true)).toEqual(['boot+system 2']);
    // With that name taken by another file nothing can link to it.
    expect(winners({ ...files, '99-sysctl.conf': 'a.b=3' }, undefined)).toEqual(['system 2', 'boot 3']);
  });

  test('is a file that sorts behind 99-sysctl.conf at boot', () => {
    const files = { '10.conf': 'a.b=1', 'zz.conf': 'a.b=3', 'sysctl.conf': 'a.b=2' };
    expect(winners(files, true)).toEqual(['system 2', 'boot 3']);
    expect(winners(files, undefined)).toEqual(['system 2', 'boot 3', 'boot 3']);
  });

  test('is an explicit key before a glob, and nothing for an excluded one', () => {
    const { readings } = build(setOf({ 'a.conf': 'x.y.z=1\n-x.q.z\nx.*.z=2\nx.?.z=3' }), defaultTarget);
    const value = (path: string) => readings[0]?.winner(path)?.line.value.text;
    expect([value('x/y/z'), value('x/w/z'), value('x/q/z'), value('x/long/z')]).toEqual(['1', '3', undefined, '2']);
  });

  test('is taken back by a later exclude of the same key, at boot only', () => {
    expect(winners({ '10.conf': 'a.b=1', '20.conf': '-a.b' })).toEqual(['system 1', 'boot undefined']);
    expect(winners({ '10.conf': 'a.b=1\n-a/b\na.b=2' })).toEqual(['boot+system 2']);
    expect(winners({ '10.conf': '-a.b', '20.conf': 'a.b=1' })).toEqual(['boot+system 1']);
  });

  test('numbers are those the kernel takes', () => {
    const numbers = (text: string) => build(setOf({ 'a.conf': text }), defaultTarget).files[0]?.assignments[0]?.numbers;
    expect(numbers('net.ipv4.tcp_fin_timeout = 30 # x')).toEqual([30]);
    expect(numbers('net.ipv4.tcp_fin_timeout = 30 秒')).toEqual([30]);
    expect(numbers('net.ipv4.tcp_fin_timeout = 30# x')).toBeUndefined();
    expect(numbers('net.ipv4.tcp_rmem = 1 2 # x')).toBeUndefined();
    expect(numbers('net.ipv4.tcp_fin_timeout = {{ 30 }}')).toBeUndefined();
  });
});

describe('the comment of a setting', () => {
  const comments = (text: string, key = 'k.k') => {
    const [file] = build(setOf({ 'a.conf': text }), defaultTarget).files;
    return commentsOf(file!.assignments.find((a) => a.name === key)!);
  };

  test.each<[string, string, string[]]>([
    ['above it', '# one\n# two\nk.k=1', ['one\ntwo']],
    ['behind the value before the one above', '# one\nk.k=1 # two', ['two', 'one']],
    ['above the settings it follows', '# one\na.a=1\nk.k=1', ['one']],
    ['nearest above', '# one\na.a=1\n# two\nk.k=1', ['two']],
    ['not across a blank line from a setting', '# one\na.a=1\n\nk.k=1', []],
    ['a heading across a blank line', 'a.a=1\n\n# one\n\nk.k=1\nb.b=1', ['one']],
    ["not the file's own comment", '# about the file\n\nk.k=1', []],
    ["not the file's own comment before a blank comment line", '# about the file\n#\n# one\nk.k=1', ['one']],
    ['below it, in a run commented so', 'a.a=1\n# about a\nk.k=1\n# about k', ['about k']],
    ['below it, where it is alone', 'a.a=1\n\nk.k=1\n# about k\n\nb.b=1', ['about k']],
    ['not that of a commented-out setting', '# one\n# b.b = 1\nk.k=1', []],
    ['not behind a commented-out setting', '#k.k = 2 # two\nk.k=1', []],
    ["the file's own comment where no blank line comes behind it", '# one\nk.k=1', ['one']],
    ['no suppression', '# keepalint-disable-next-line x\nk.k=1', []],
  ])('is %s', (_, text, expected) => {
    expect(comments(text)).toEqual(expected);
  });

  test('knows the settings around', () => {
    const [file] = build(setOf({ 'a.conf': 'a.a=1\n# x\nk.k=1\n#z.z=1\nb.b=1\n\nc.c=1' }), defaultTarget).files;
    const { run, own } = surroundingsOf(file!.assignments[1]!);
    expect(run.map((a) => a.name)).toEqual(['a.a', 'k.k', 'b.b']);
    expect(own?.settings.map((a) => a.name)).toEqual(['k.k', 'b.b']);
  });
});
