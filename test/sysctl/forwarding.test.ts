import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { lintFiles } from '../harness.ts';

/** Settings in some order, and what is left of each when all are applied to a machine that has just started. */
const texts = [
  'net.ipv4.conf.lo.forwarding = 0\nnet.ipv4.ip_forward = 1\n',
  'net.ipv4.ip_forward = 1\nnet.ipv4.conf.lo.forwarding = 0\n',
  'net.ipv4.conf.lo.forwarding = 1\nnet.ipv4.ip_forward = 0\n',
  'net.ipv4.conf.lo.forwarding = 0\nnet.ipv4.conf.all.forwarding = 1\n',
  'net.ipv4.conf.default.forwarding = 0\nnet.ipv4.conf.all.forwarding = 1\n',
  'net.ipv4.conf.all.accept_redirects = 1\nnet.ipv4.ip_forward = 1\n',
  'net.ipv4.conf.all.accept_redirects = 0\nnet.ipv4.ip_forward = 1\n',
  'net.ipv4.ip_forward = 1\nnet.ipv4.conf.all.accept_redirects = 1\n',
  'net.ipv4.conf.lo.accept_redirects = 1\nnet.ipv4.ip_forward = 1\n',
  'net.ipv4.ip_forward = 1\nnet.ipv4.conf.lo.forwarding = 0\nnet.ipv4.conf.all.forwarding = 1\n',
  'net.ipv4.conf.all.forwarding = 1\nnet.ipv4.conf.lo.forwarding = 1\nnet.ipv4.ip_forward = 0\n',
  'net.ipv6.conf.lo.forwarding = 0\nnet.ipv6.conf.all.forwarding = 1\n',
  'net.ipv6.conf.default.forwarding = 0\nnet.ipv6.conf.all.forwarding = 1\n',
  'net.ipv6.conf.all.forwarding = 1\nnet.ipv6.conf.lo.forwarding = 0\n',
  'net.ipv6.conf.lo.forwarding = 0\nnet.ipv4.ip_forward = 1\n',
];
const programs = ['sysctl -p', '/lib/systemd/systemd-sysctl'];

function missing(): string | undefined {
  if (process.platform !== 'linux' || !existsSync(programs[1]!)) return 'no systemd-sysctl';
  try {
    const script = 'echo 0 > /proc/sys/net/ipv4/ip_forward; test -e /proc/sys/net/ipv6/conf/lo/forwarding && sysctl --version';
    execFileSync('unshare', ['-rn', 'sh', '-c', script], { stdio: 'pipe' });
    return undefined;
  } catch {
    return 'no unprivileged network namespaces, or no sysctl';
  }
}

const why = missing();
if (why) console.log(`forwarding not compared with a kernel: ${why}`);

const folder = mkdtempSync(join(tmpdir(), 'sysctl-forwarding-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The lines whose value is another one afterwards, in a network namespace that begins as a machine does. */
function lostUnder(program: string, text: string): string[] {
  const file = join(folder, 'x.conf');
  writeFileSync(file, text);
  const lines = text.trim().split('\n');
  const read = lines.map((line) => `cat /proc/sys/${line.split(' ')[0]!.replaceAll('.', '/')}`).join('\n');
  const out = execFileSync('unshare', ['-rn', 'sh', '-c', `${program} ${file} >/dev/null 2>&1\n${read}`], { encoding: 'utf8' });
  const values = out.trim().split('\n');
  return lines.filter((line, i) => line.split(' ').at(-1) !== values[i]);
}

test.skipIf(why !== undefined).each(texts)('what is lost of %j is what we say', async (text) => {
  const { findings, sources } = await lintFiles(new Map([['sysctl.conf', text]]), { only: ['sysctl/forwarding-order'] });
  const said = findings.map(({ at }) => sources.get(at.file)!.text.slice(at.start, at.end));
  // Two names of one switch: the first one is overwritten, which the other rules speak of.
  const isSwitch = (line: string) => /ip_forward|conf\.all\.forwarding/.test(line);
  for (const program of programs)
    expect(
      lostUnder(program, text).filter((l) => !isSwitch(l)),
      program,
    ).toEqual(said);
});
