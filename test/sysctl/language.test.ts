import { expect, test } from 'vitest';
import { applyEdits, decode, encode } from '../../server/src/core/text.ts';
import { sysctl } from '../../server/src/sysctl/language.ts';
import { checkSysctl, lintFiles } from '../harness.ts';

const comments = (text: string) => sysctl.commentLines({ path: '/x.conf', text, encoding: 'utf8' });

test('comments of both kinds stand before the line that follows them', () => {
  const text = '# one\n; two\na.b = 1 # three\n\n#four\n\nc.d = 2\n# five';
  const line = { start: text.indexOf('a.b'), end: text.indexOf('\n\n#four') };
  expect(comments(text).map(({ text, next, line }) => [text, next, line])).toEqual([
    ['one', line, undefined],
    ['two', line, undefined],
    ['four', undefined, undefined],
    ['five', undefined, undefined],
  ]);
});

test('only lines that no program takes are syntax errors', () => {
  expect(sysctl.syntaxErrors('a.b = 1\n-c.d\n# x\n\ne.f 2\n= 3\nEOF\n')).toBe(3);
});

test('a finding is suppressed by a comment on the line above', () =>
  checkSysctl(
    `
    # keepalint-disable-next-line sysctl/tcp-tw-recycle -- an old kernel reads this file, too
    net.ipv4.tcp_tw_recycle = 1
    ; keepalint-disable-next-line sysctl/tw-reuse-server-side
    net.ipv4.tcp_tw_reuse = 1
    `,
  ));

test('text in another encoding keeps its bytes under a fix', async () => {
  // GBK for 重用, whose second bytes are ASCII or 0xa0 and more.
  const bytes = new Uint8Array(
    [...'net.ipv4.tcp_syncookies = 1 # '].map((c) => c.charCodeAt(0)).concat(0xd6, 0xd8, 0xd3, 0xc3, 0x0a),
  );
  const source = decode('/x.conf', bytes);
  expect(source.encoding).toBe('latin1');
  const { findings } = await lintFiles(new Map([['sysctl.conf', source.text]]));
  expect(findings.map((f) => f.rule)).toEqual(['sysctl/inline-comment']);
  const after = encode(applyEdits(source.text, findings[0]!.fixes[0]!.edits), 'latin1')!;
  expect(new TextDecoder('gbk').decode(after)).toBe('# 重用\nnet.ipv4.tcp_syncookies = 1\n');
});

test('the other files of a set explain a finding', () =>
  checkSysctl(
    `
    # -- rootfs/usr/lib/sysctl.d/50-vendor.conf --
    net.ipv4.tcp_timestamps = 0

    # -- rootfs/etc/sysctl.d/90-proxy.conf --
    net.ipv4.tcp_tw_reuse = 2
    #<^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/tw-reuse-without-timestamps: net.ipv4.tcp_tw_reuse = 2 never happens: reuse needs TCP timestamps, and net.ipv4.tcp_timestamps = 0 switches them off (rootfs/usr/lib/sysctl.d/50-vendor.conf:1)
    `,
    { only: ['sysctl/tw-reuse-without-timestamps'] },
  ));
