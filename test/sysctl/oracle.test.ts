import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultTarget } from '../../server/src/core/targets.ts';
import { factsOf, isNumeric } from '../../server/src/sysctl/facts/keys.ts';
import { build } from '../../server/src/sysctl/model/model.ts';
import { fixedFiles } from '../harness.ts';
import { setOf } from './set.ts';

/** Where each key stands before a program reads the text. */
const start = {
  'net/ipv4/tcp_fin_timeout': '60',
  'net/ipv4/tcp_keepalive_time': '7200',
  'net/ipv4/tcp_syncookies': '1',
  'net/ipv4/tcp_rmem': '4096\t131072\t6291456',
  'net/ipv4/ip_local_port_range': '32768\t60999',
  'net/ipv4/ip_local_reserved_ports': '7',
  'net/ipv4/conf/lo/log_martians': '0',
} as const;
type Path = keyof typeof start;

interface Case {
  readonly text: string;
  readonly key: Path;
  /** What the key reads afterwards; undefined: unchanged. */
  readonly gives?: string;
  /** Where one program does otherwise than our reading says. */
  readonly procps?: string | null;
  readonly systemd?: string | null;
}

const fin = 'net/ipv4/tcp_fin_timeout';
const cases: readonly Case[] = [
  { text: 'net.ipv4.tcp_fin_timeout = 31\n', key: fin, gives: '31' },
  { text: 'net.ipv4.tcp_fin_timeout=32', key: fin, gives: '32' },
  { text: '\t net.ipv4.tcp_fin_timeout \t=\t 33 \t\n', key: fin, gives: '33' },
  { text: 'net.ipv4.tcp_fin_timeout = 34\r\nnet.ipv4.tcp_syncookies = 0\r\n', key: fin, gives: '34' },
  { text: 'net/ipv4/tcp_fin_timeout = 35\n', key: fin, gives: '35' },
  { text: '/net/ipv4/tcp_fin_timeout = 36\n', key: fin, gives: '36' },
  { text: 'net..ipv4.tcp_fin_timeout = 37\n', key: fin, gives: '37' },
  { text: '-net.ipv4.tcp_fin_timeout = 38\n', key: fin, gives: '38' },
  { text: '- net.ipv4.tcp_fin_timeout = 39\n', key: fin, gives: '39', procps: null },
  { text: '# net.ipv4.tcp_fin_timeout = 31\n', key: fin },
  { text: ' ; net.ipv4.tcp_fin_timeout = 31\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout 31\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout: 31\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout == 31\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout =\n', key: fin },
  { text: '= 31\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout = "31"\n', key: fin },
  { text: "net.ipv4.tcp_fin_timeout = '31'\n", key: fin },
  { text: 'net.ipv4.tcp_fin_timeout = 0x1f\n', key: fin, gives: '31' },
  { text: 'net.ipv4.tcp_fin_timeout = 036\n', key: fin, gives: '30' },
  { text: 'net.ipv4.tcp_fin_timeout = 38x\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout = +31\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout = 31s\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout = 31 s\n', key: fin, gives: '31' },
  { text: 'net.ipv4.tcp_fin_timeout = 1e1\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout = 31;\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout = 31.5\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout = -5\n', key: fin, gives: '-5' },
  { text: 'net.ipv4.tcp_fin_timeout = 0\n', key: fin, gives: '0' },
  { text: 'net.ipv4.tcp_fin_timeout = 31 # why\n', key: fin, gives: '31' },
  { text: 'net.ipv4.tcp_fin_timeout = 31\t; why\n', key: fin, gives: '31' },
  { text: 'net.ipv4.tcp_fin_timeout = 31# why\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout = # why\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout = 31 32\n', key: fin, gives: '31' },
  { text: 'net.ipv4.tcp_fin_timeout = 31\u00a0\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout\u00a0= 31\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout = 31\u3000# 说明\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout ＝ 31\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout = ３１\n', key: fin },
  { text: '\ufeffnet.ipv4.tcp_fin_timeout = 31\n', key: fin },
  { text: '\ufeff# comment\nnet.ipv4.tcp_fin_timeout = 31\n', key: fin, gives: '31' },
  { text: 'NET.IPV4.TCP_FIN_TIMEOUT = 31\n', key: fin },
  { text: 'net.ipv4/tcp_fin_timeout = 31\n', key: fin },
  { text: 'sysctl -w net.ipv4.tcp_fin_timeout = 31\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout = \\\n31\n', key: fin },
  { text: 'net.ipv4.tcp_fin_timeout = 31\nnet.ipv4.tcp_fin_timeout = 32\n', key: fin, gives: '32' },
  { text: 'net.ipv4.tcp_fin_timeout = 31\nnet/ipv4/tcp_fin_timeout = 33\n', key: fin, gives: '33' },
  // procps writes each line, systemd-sysctl the last one only.
  { text: 'net.ipv4.tcp_fin_timeout = 31\nnet.ipv4.tcp_fin_timeout = x\n', key: fin, procps: '31' },
  { text: 'net.ipv4.tcp_syncookies = 0 # off\n', key: 'net/ipv4/tcp_syncookies', gives: '0' },
  { text: 'net.ipv4.tcp_syncookies = yes\n', key: 'net/ipv4/tcp_syncookies' },
  { text: 'net.ipv4.tcp_rmem = 4096  87380\t4194304\n', key: 'net/ipv4/tcp_rmem', gives: '4096\t87380\t4194304' },
  { text: 'net.ipv4.tcp_rmem = 4096 87380 4194304 # buffers\n', key: 'net/ipv4/tcp_rmem', gives: '4096\t87380\t4194304' },
  { text: 'net.ipv4.tcp_rmem = 4096,87380,4194304\n', key: 'net/ipv4/tcp_rmem' },
  { text: 'net.ipv4.ip_local_port_range = 1024 65000\n', key: 'net/ipv4/ip_local_port_range', gives: '1024\t65000' },
  { text: 'net.ipv4.ip_local_port_range = 1024 65000 # wide\n', key: 'net/ipv4/ip_local_port_range', gives: '1024\t65000' },
  { text: 'net.ipv4.ip_local_port_range = 1024-65000\n', key: 'net/ipv4/ip_local_port_range' },
  {
    text: 'net.ipv4.ip_local_reserved_ports = 8080,9000-9003\n',
    key: 'net/ipv4/ip_local_reserved_ports',
    gives: '8080,9000-9003',
  },
  { text: 'net.ipv4.ip_local_reserved_ports = 8080 # tomcat\n', key: 'net/ipv4/ip_local_reserved_ports' },
  { text: 'net.ipv4.ip_local_reserved_ports =\n', key: 'net/ipv4/ip_local_reserved_ports', gives: '' },
  { text: 'net.ipv4.conf.lo.log_martians = 1\n', key: 'net/ipv4/conf/lo/log_martians', gives: '1' },
  { text: 'net.ipv4.conf.l?.log_martians = 1\n', key: 'net/ipv4/conf/lo/log_martians', gives: '1' },
  { text: 'net.ipv4.conf.[a-l]o.log_martians = 1\n', key: 'net/ipv4/conf/lo/log_martians', gives: '1' },
  {
    text: 'net.ipv4.conf.lo.log_martians = 0\nnet.ipv4.conf.*.log_martians = 1\n',
    key: 'net/ipv4/conf/lo/log_martians',
    gives: '0',
  },
  { text: '-net.ipv4.conf.lo.log_martians\nnet.ipv4.conf.*.log_martians = 1\n', key: 'net/ipv4/conf/lo/log_martians' },
  { text: 'net.*.log_martians = 1\n', key: 'net/ipv4/conf/lo/log_martians' },
  { text: 'net.ipv4.tcp_keepalive_time = 600 秒\n', key: 'net/ipv4/tcp_keepalive_time', gives: '600' },
];

const programs = { procps: 'sysctl -p', systemd: '/lib/systemd/systemd-sysctl' } as const;
type Program = keyof typeof programs;

/** A network namespace of our own, where writing is allowed and harms nobody. */
function missing(): string | undefined {
  if (process.platform !== 'linux') return 'not Linux';
  if (!existsSync(programs.systemd)) return 'no systemd-sysctl';
  try {
    const version = execFileSync(
      'unshare',
      ['-rn', 'sh', '-c', 'echo 59 > /proc/sys/net/ipv4/tcp_fin_timeout && sysctl --version'],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    return /procps-ng (?:[4-9]|\d\d)/.test(version) ? undefined : `globs need procps 4, this is ${version.trim()}`;
  } catch {
    return 'no unprivileged network namespaces, or no sysctl';
  }
}

const why = missing();
if (why) console.log(`not compared with real programs: ${why}`);

const folder = mkdtempSync(join(tmpdir(), 'sysctl-oracle-'));
afterAll(() => rmSync(folder, { recursive: true }));

let answers: ReadonlyMap<string, string>;
const fixed = new Map<number, string>();
beforeAll(async () => {
  if (why) return;
  for (const [i, { text }] of cases.entries()) {
    const after = (await fixedFiles(new Map([['sysctl.conf', text]]))).get('sysctl.conf')!;
    if (after !== text) fixed.set(i, after);
  }
  const script = cases.flatMap(({ text, key }, i) => [
    ...ask(`${i}`, text, key),
    ...ask(`fixed ${i}`, fixed.get(i) ?? text, key),
  ]);
  const out = execFileSync('unshare', ['-rn', 'sh', '-c', script.join('\n')], { encoding: 'utf8' });
  answers = new Map(
    out
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );
});

/** Shell commands that apply a text with each program and print what the key reads. */
function ask(id: string, text: string, key: Path): string[] {
  const file = join(folder, `${id.replace(' ', '-')}.conf`);
  writeFileSync(file, text);
  return Object.entries(programs).flatMap(([program, command]) => [
    `printf '%s' '${start[key]}' > /proc/sys/${key}`,
    `${command} ${file} >/dev/null 2>&1`,
    `echo "${program} ${id}:$(cat /proc/sys/${key})"`,
  ]);
}

/** What our model says the key reads after the text was applied. */
function reading({ text, key }: Case): string {
  const winner = build(setOf({ 'x.conf': text }), defaultTarget).readings[0]?.winner(key);
  const facts = factsOf(key)!;
  if (!winner) return start[key];
  const fields = facts.name === 'net.ipv4.ip_local_port_range' ? 2 : facts.fields;
  if (facts.type !== 'list' && (isNumeric(facts) || fields === 2)) {
    const numbers = (winner.numbers ?? []).slice(0, fields);
    return numbers.length === fields ? numbers.join('\t') : start[key];
  }
  return /^[\d,-]*$/.test(winner.line.value.text) ? winner.line.value.text : start[key];
}

test.each(cases.map((c) => [c.text, c] as const))('we read %j as expected', (_, c) => {
  expect(reading(c)).toBe(c.gives ?? start[c.key]);
});

test
  .skipIf(why !== undefined)
  .each(cases.flatMap((c, i) => (['procps', 'systemd'] as const).map((p) => [p, c.text, c, i] as const)))(
  '%s reads %j so, too',
  (program: Program, _, c, i) => {
    const special = c[program];
    const expected = special === undefined ? c.gives : (special ?? undefined);
    expect(answers.get(`${program} ${i}`)).toBe(expected ?? start[c.key]);
  },
);

test.skipIf(why !== undefined)('a safe fix keeps what took effect, under each program', () => {
  expect(fixed.size).toBeGreaterThan(10);
  for (const i of fixed.keys())
    for (const program of ['procps', 'systemd']) {
      const { text, key } = cases[i]!;
      const before = answers.get(`${program} ${i}`);
      if (before !== start[key]) expect(answers.get(`${program} fixed ${i}`), `${program}: ${text}`).toBe(before);
    }
});
