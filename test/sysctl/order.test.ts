import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryHost } from '../../server/src/core/host.ts';
import { defaultTarget } from '../../server/src/core/targets.ts';
import type { Source } from '../../server/src/core/text.ts';
import { gather } from '../../server/src/sysctl/model/files.ts';
import { build } from '../../server/src/sysctl/model/model.ts';

const set = (value: number, key = 'net.ipv4.tcp_fin_timeout') => `${key} = ${value}\n`;
const link = 'linked to etc/sysctl.conf';

/** Files of a machine, and what tcp_fin_timeout (60 before) reads after the boot tool and after `sysctl --system`. */
const machines: readonly (readonly [string, Readonly<Record<string, string>>, { boot: number; system: number }])[] = [
  [
    'by name over directories',
    { 'etc/sysctl.d/10-a.conf': set(31), 'usr/lib/sysctl.d/20-b.conf': set(32) },
    { boot: 32, system: 32 },
  ],
  [
    '/etc before /usr/lib',
    { 'etc/sysctl.d/10-a.conf': set(31), 'usr/lib/sysctl.d/10-a.conf': set(32) },
    { boot: 31, system: 31 },
  ],
  ['/etc before /run', { 'etc/sysctl.d/10-a.conf': set(31), 'run/sysctl.d/10-a.conf': set(32) }, { boot: 31, system: 31 }],
  [
    '/run before /usr/lib',
    { 'run/sysctl.d/10-a.conf': set(31), 'usr/lib/sysctl.d/10-a.conf': set(32) },
    { boot: 31, system: 31 },
  ],
  [
    'a replaced file is gone whole',
    { 'etc/sysctl.d/10-a.conf': set(0, 'net.ipv4.tcp_syncookies'), 'usr/lib/sysctl.d/10-a.conf': set(32) },
    { boot: 60, system: 60 },
  ],
  [
    'by code point',
    { 'etc/sysctl.d/B.conf': set(31), 'etc/sysctl.d/a.conf': set(32), 'etc/sysctl.d/10.conf': set(33) },
    { boot: 32, system: 32 },
  ],
  ['only .conf', { 'etc/sysctl.d/10-a.conf': set(31), 'etc/sysctl.d/20-b.conf.off': set(32) }, { boot: 31, system: 31 }],
  ['sysctl.conf last, not at boot', { 'etc/sysctl.conf': set(31), 'etc/sysctl.d/zz.conf': set(32) }, { boot: 32, system: 31 }],
  ['sysctl.conf alone', { 'etc/sysctl.conf': set(31) }, { boot: 60, system: 31 }],
  [
    'sysctl.conf at boot in place of its link',
    { 'etc/sysctl.conf': set(31), 'etc/sysctl.d/99-sysctl.conf': link, 'etc/sysctl.d/50.conf': set(32) },
    { boot: 31, system: 31 },
  ],
  [
    'a file behind the link',
    { 'etc/sysctl.conf': set(31), 'etc/sysctl.d/99-sysctl.conf': link, 'etc/sysctl.d/zz.conf': set(32) },
    { boot: 32, system: 31 },
  ],
  [
    'an explicit key before a glob of a later file',
    { 'etc/sysctl.d/10-a.conf': set(31), 'etc/sysctl.d/20-b.conf': set(32, 'net.ipv4.tcp_fin_tim*') },
    { boot: 31, system: 31 },
  ],
  [
    'an exclude over files',
    { 'etc/sysctl.d/10-a.conf': set(32, 'net.ipv4.tcp_fin_tim*'), 'usr/lib/sysctl.d/20-b.conf': '-net.ipv4.tcp_fin_timeout\n' },
    { boot: 60, system: 60 },
  ],
];

const bootTool = '/lib/systemd/systemd-sysctl';

/** User, mount and network namespaces of our own: the directories are covered for the programs we start, for nobody else. */
function missing(): string | undefined {
  if (process.platform !== 'linux' || !existsSync(bootTool) || !existsSync('/etc/sysctl.conf'))
    return 'needs systemd-sysctl and /etc/sysctl.conf';
  try {
    const script = `${cover('/nowhere')}\nsysctl --version`;
    const version = execFileSync('unshare', ['-rmn', 'sh', '-ec', script.replace(/^cp.*$|^mount --bind.*$/gm, '')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return /procps-ng (?:[4-9]|\d\d)/.test(version) ? undefined : `globs need procps 4, this is ${version.trim()}`;
  } catch {
    return 'no unprivileged mount namespaces, or no sysctl';
  }
}

/** Shell commands that put a folder's files in the place of the machine's. */
function cover(root: string): string {
  return [
    'for d in /etc/sysctl.d /usr/lib/sysctl.d /run; do mount -t tmpfs none $d; done',
    'mkdir /run/sysctl.d',
    `for d in etc/sysctl.d usr/lib/sysctl.d run/sysctl.d; do cp -P ${root}/$d/* /$d/ 2>/dev/null || true; done`,
    `mount --bind ${root}/etc/sysctl.conf /etc/sysctl.conf`,
  ].join('\n');
}

const why = missing();
if (why) console.log(`order not compared with real programs: ${why}`);

const folder = mkdtempSync(join(tmpdir(), 'sysctl-order-'));
afterAll(() => rmSync(folder, { recursive: true }));

const answers: { boot: number; system: number }[] = [];
beforeAll(() => {
  if (why) return;
  for (const [i, [, files]] of machines.entries()) {
    const root = join(folder, `${i}`);
    for (const [path, text] of Object.entries({ 'etc/sysctl.conf': '', ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      if (text === link) symlinkSync('../sysctl.conf', join(root, path));
      else writeFileSync(join(root, path), text);
    }
    const key = '/proc/sys/net/ipv4/tcp_fin_timeout';
    const run = (command: string) => `echo 60 > ${key}; ${command} >/dev/null 2>&1 || true; cat ${key}`;
    const script = `${cover(root)}\n${run(bootTool)}\n${run('sysctl --system')}`;
    const [boot, system] = execFileSync('unshare', ['-rmn', 'sh', '-ec', script], { encoding: 'utf8' }).split('\n').map(Number);
    answers.push({ boot: boot!, system: system! });
  }
});

test.each(machines)('we apply %s', async (_, files, expected) => {
  const sources = new Map(
    Object.entries(files).map(([path, text]): [string, Source] => [
      `/${path}`,
      { path: `/${path}`, text: text === link ? files['etc/sysctl.conf']! : text, encoding: 'utf8' },
    ]),
  );
  const entry = [...sources.values()].find((s) => s.path.endsWith('.conf'))!;
  const { readings } = build(await gather(memoryHost(sources), entry), { ...defaultTarget, sysctlConfAtBoot: false });
  const value = (program: 'boot' | 'system') =>
    readings.find((r) => r.programs.includes(program))?.winner('net/ipv4/tcp_fin_timeout')?.numbers?.[0] ?? 60;
  expect({ boot: value('boot'), system: value('system') }).toEqual(expected);
});

test.skipIf(why !== undefined).each(machines.map(([name, , expected], i) => [name, expected, i] as const))(
  'systemd-sysctl and procps apply %s',
  (_, expected, i) => {
    expect(answers[i]).toEqual(expected);
  },
);
