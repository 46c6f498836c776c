import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fixedFiles } from '../harness.ts';

/** Lines that some program does not take, and what the key reads once they are repaired: the fixes that are safe mean what they say. */
const lines: readonly (readonly [text: string, path: string, value: string])[] = [
  ['net.ipv4/tcp_fin_timeout = 31', 'net/ipv4/tcp_fin_timeout', '31'],
  ['net/ipv4.tcp_fin_timeout = 31', 'net/ipv4/tcp_fin_timeout', '31'],
  ['/proc/sys/net/ipv4/tcp_fin_timeout = 31', 'net/ipv4/tcp_fin_timeout', '31'],
  ['proc.sys.net.ipv4.tcp_fin_timeout = 31', 'net/ipv4/tcp_fin_timeout', '31'],
  ['net.ipv4.tcp_fin_timeout. = 31', 'net/ipv4/tcp_fin_timeout', '31'],
  ['/net.ipv4.tcp_fin_timeout = 31', 'net/ipv4/tcp_fin_timeout', '31'],
  ['- net.ipv4.tcp_fin_timeout = 31', 'net/ipv4/tcp_fin_timeout', '31'],
  ['sysctl -w net.ipv4.tcp_fin_timeout=31', 'net/ipv4/tcp_fin_timeout', '31'],
  ['echo 31 > /proc/sys/net/ipv4/tcp_fin_timeout', 'net/ipv4/tcp_fin_timeout', '31'],
  ['net.ipv4.tcp_fin_timeout = \\\n  31', 'net/ipv4/tcp_fin_timeout', '31'],
  ['net.ipv4.tcp_fin_timeout = 31\\', 'net/ipv4/tcp_fin_timeout', '31'],
  ['net.ipv4.tcp_rmem = 5000 \\\n 90000 \\\n 7000000', 'net/ipv4/tcp_rmem', '5000\t90000\t7000000'],
  ['$ sysctl -w "net.ipv4.tcp_rmem=5000 90000 7000000"', 'net/ipv4/tcp_rmem', '5000\t90000\t7000000'],
];
const programs = ['sysctl -p', '/lib/systemd/systemd-sysctl'];

function missing(): string | undefined {
  if (process.platform !== 'linux' || !existsSync(programs[1]!)) return 'no systemd-sysctl';
  try {
    execFileSync('unshare', ['-rn', 'sh', '-c', 'echo 59 > /proc/sys/net/ipv4/tcp_fin_timeout && sysctl --version'], {
      stdio: 'pipe',
    });
    return undefined;
  } catch {
    return 'no unprivileged network namespaces, or no sysctl';
  }
}

const why = missing();
if (why) console.log(`repaired lines not given to real programs: ${why}`);

const folder = mkdtempSync(join(tmpdir(), 'sysctl-repaired-'));
afterAll(() => rmSync(folder, { recursive: true }));

function reads(program: string, text: string, path: string): string {
  const file = join(folder, 'x.conf');
  writeFileSync(file, text);
  const script = `${program} ${file} >/dev/null 2>&1\ncat /proc/sys/${path}`;
  return execFileSync('unshare', ['-rn', 'sh', '-c', script], { encoding: 'utf8' }).trim();
}

test.skipIf(why !== undefined).each(lines)(
  '%j sets its key once it is repaired, under each program',
  async (text, path, value) => {
    const fixed = (await fixedFiles(new Map([['sysctl.conf', `${text}\n`]]))).get('sysctl.conf')!;
    expect(programs.map((program) => reads(program, `${text}\n`, path))).not.toEqual([value, value]);
    expect(programs.map((program) => reads(program, fixed, path))).toEqual([value, value]);
  },
);
