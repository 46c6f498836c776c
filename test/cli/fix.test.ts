import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeFixed } from '../../server/src/cli/write.ts';
import { decode } from '../../server/src/core/text.ts';
import { buckets, clean, recycle, workspace } from './run.ts';

describe('--fix', () => {
  it('writes safe fixes, and unsafe ones when told', async () => {
    const { run, read, write } = workspace({ 'sysctl.conf': recycle + buckets });
    const first = await run('--fix');
    expect(read('sysctl.conf')).toBe(buckets);
    expect(first.code).toBe(1);
    expect(first.err).toMatch(/^Fixed 1 finding in 1 file\. Found 1 warning in 1 file/);
    expect(first.out).toContain('sysctl.conf:1:');
    const second = await run('--fix');
    expect(read('sysctl.conf')).toBe(buckets);
    expect(second.err).toMatch(/^Found 1 warning/);
    write('sysctl.conf', recycle + buckets);
    expect((await run('--fix --unsafe-fixes')).code).toBe(0);
    expect(read('sysctl.conf')).toBe('');
  });

  it('fixes only what is shown', async () => {
    const { run, read } = workspace({ 'sysctl.conf': `# keepalint-disable-file\n${clean}` });
    await run('--fix --severity error');
    expect(read('sysctl.conf')).toContain('keepalint-disable-file');
    await run('--fix');
    expect(read('sysctl.conf')).toBe(clean);
  });

  it.each<[string, Uint8Array, Uint8Array]>([
    ['GBK', bytes(['# ', 0xb3, 0xd8, 0xd4, 0xc1, '\n', recycle, clean]), bytes(['# ', 0xb3, 0xd8, 0xd4, 0xc1, '\n', clean])],
    ['Latin-1', bytes(['# caf', 0xe9, ' \n\n', recycle, clean]), bytes(['# caf', 0xe9, ' \n\n', clean])],
    ['CRLF', bytes([`${clean.trim()}\r\n`, `${recycle.trim()}\r\n`, '# x\r\n']), bytes([`${clean.trim()}\r\n`, '# x\r\n'])],
    ['UTF-8', bytes(['# 注释 é\n\n', recycle, clean]), bytes(['# 注释 é\n\n', clean])],
    ['no line break at the end', bytes([clean, recycle.trim()]), bytes([clean])],
  ])('keeps every other byte: %s', async (_, before, after) => {
    const { run, folder } = workspace({ 'sysctl.conf': before });
    await run('--fix');
    const written = readFileSync(join(folder, 'sysctl.conf'));
    expect(written.toString('latin1').trimEnd()).toBe(Buffer.from(after).toString('latin1').trimEnd());
  });

  it('keeps the mode, leaves no other file behind', async () => {
    const { run, folder } = workspace({ 'sysctl.conf': recycle + clean });
    chmodSync(join(folder, 'sysctl.conf'), 0o640);
    await run('--fix');
    expect(statSync(join(folder, 'sysctl.conf')).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(['.git', 'sysctl.conf']);
  });

  it('writes the file behind a link, not the link', async () => {
    const { run, read, link, folder } = workspace({ 'shared/tuning': recycle + clean });
    link('etc/sysctl.conf', '../shared/tuning');
    await run('etc --fix');
    expect(lstatSync(join(folder, 'etc/sysctl.conf')).isSymbolicLink()).toBe(true);
    expect(read('shared/tuning')).toBe(clean);
  });

  it('leaves a read-only file alone and says so', async () => {
    const { run, read, folder } = workspace({ 'sysctl.conf': recycle });
    chmodSync(join(folder, 'sysctl.conf'), 0o444);
    const { code, err, out } = await run('--fix');
    expect(read('sysctl.conf')).toBe(recycle);
    expect(err).toContain('sysctl.conf: not written: no permission\n');
    expect(out).toContain('sysctl/tcp-tw-recycle');
    expect(code).toBe(2);
  });

  it('does not touch files that the configuration leaves out', async () => {
    const { run, read } = workspace({
      '.keepalint.yaml': 'ignore: [b/]\n',
      'a/sysctl.conf': recycle,
      'b/sysctl.conf': recycle,
    });
    await run('--fix');
    expect([read('a/sysctl.conf'), read('b/sysctl.conf')]).toEqual(['', recycle]);
  });
});

describe('writing', () => {
  const source = (path: string, text: string) => decode(path, Buffer.from(text));

  it('refuses a file that has changed since it was read', async () => {
    const { folder, read } = workspace({ 'sysctl.conf': 'changed\n' });
    const path = join(folder, 'sysctl.conf');
    expect(await writeFixed(path, source(path, 'old\n'), source(path, 'new\n'))).toBe('changed');
    expect(read('sysctl.conf')).toBe('changed\n');
  });

  it('refuses a file that is gone, and a character its encoding does not have', async () => {
    const { folder } = workspace();
    const path = join(folder, 'sysctl.conf');
    expect(await writeFixed(path, source(path, 'old\n'), source(path, 'new\n'))).toBe('missing');
    writeFileSync(path, Buffer.from([0xe9]));
    const before = decode(path, Buffer.from([0xe9]));
    expect(await writeFixed(path, before, { ...before, text: '汉' })).toBe('encoding');
    expect(readFileSync(path)).toEqual(Buffer.from([0xe9]));
  });

  it('never shows half a file to a reader', async () => {
    const { folder } = workspace({ x: 'a'.repeat(1e6) });
    const path = join(folder, 'x');
    const inode = statSync(path).ino;
    expect(await writeFixed(path, source(path, 'a'.repeat(1e6)), source(path, 'b'.repeat(1e6)))).toBeUndefined();
    expect(statSync(path).ino).not.toBe(inode);
  });
});

describe('--diff', () => {
  it('prints what patch takes, writes nothing, and exits with 1 where there is something', async () => {
    const before = `# 甲\n${clean.repeat(1)}\n${recycle}\nkernel.pid_max = 99999\n`;
    const { run, read, folder } = workspace({ 'etc/sysctl.conf': before, 'sysctl.conf': clean + recycle.trim() });
    const { code, bytes, err } = await run('--diff');
    expect(code).toBe(1);
    expect(read('etc/sysctl.conf')).toBe(before);
    expect(bytes.toString()).toMatch(/^--- a\/etc\/sysctl\.conf\n\+\+\+ b\/etc\/sysctl\.conf\n@@ /);
    expect(err).toMatch(/^Would fix 2 findings in 2 files\. /);
    writeFileSync(join(folder, 'p.diff'), bytes);
    execFileSync('patch', ['-p1', '-s', '-i', 'p.diff'], { cwd: folder });
    const patched = [read('etc/sysctl.conf'), read('sysctl.conf')];
    expect(patched.join()).not.toContain('tcp_tw_recycle');
    expect(await run('--diff')).toMatchObject({ code: 0, out: '' });
  });

  it('is in the bytes of the file', async () => {
    const gbk = bytes(['# ', 0xb3, 0xd8, '\r\n', `${recycle.trim()}\r\n`, `${clean.trim()}\r\n`]);
    const { run, folder } = workspace({ 'sysctl.conf': gbk });
    writeFileSync(join(folder, 'p.diff'), (await run('--diff')).bytes);
    execFileSync('patch', ['-p1', '-s', '--binary', '-i', 'p.diff'], { cwd: folder });
    const patched = readFileSync(join(folder, 'sysctl.conf'));
    expect(patched.includes(Buffer.from('recycle'))).toBe(false);
    expect(patched.includes(Buffer.from(`${clean.trim()}\r\n`))).toBe(true);
  });
});

function bytes(parts: readonly (string | number)[]): Uint8Array {
  return Buffer.concat(parts.map((p) => (typeof p === 'string' ? Buffer.from(p) : Buffer.from([p]))));
}
