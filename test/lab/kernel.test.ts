import { describe, expect, test } from 'vitest';
import { laboratory } from './experiments.ts';

const lab = await laboratory();
if (typeof lab === 'string') console.log(`skipped: ${lab}`);
const run = typeof lab === 'string' ? () => Promise.reject(new Error(lab)) : lab;

describe.skipIf(typeof lab === 'string')('the kernel', () => {
  test.each([5, 15, 30, 60, 120])(
    'with tcp_fin_timeout = %d: TIME_WAIT stays 60 s, an orphan in FIN_WAIT_2 follows the key',
    async (seconds) => {
      const { timeWait, finWait2 } = await run({ kind: 'timers', sysctl: { 'net.ipv4.tcp_fin_timeout': String(seconds) } });
      expect(timeWait).toBeGreaterThan(58);
      expect(timeWait).toBeLessThan(62);
      // Above 60 s the rest of the wait comes first, as another timer of the full socket.
      expect(finWait2).toBeGreaterThan(Math.min(seconds, 60) - 2);
      expect(finWait2).toBeLessThan(Math.min(seconds, 60) + 4);
    },
  );

  const ports = { 'net.ipv4.ip_local_port_range': '50000 50001' };
  const elsewhere = '10.99.0.1';
  test.each<[string, Record<string, string>, string, number]>([
    ['0: a port is blocked while its TIME_WAIT lasts', { 'net.ipv4.tcp_tw_reuse': '0' }, elsewhere, 2],
    ['1: it is taken again', { 'net.ipv4.tcp_tw_reuse': '1' }, elsewhere, 4],
    ['2: it is not, outside of loopback', { 'net.ipv4.tcp_tw_reuse': '2' }, elsewhere, 2],
    ['2: it is on loopback', { 'net.ipv4.tcp_tw_reuse': '2' }, '127.0.0.1', 4],
    ['1 without timestamps: it is not', { 'net.ipv4.tcp_tw_reuse': '1', 'net.ipv4.tcp_timestamps': '0' }, elsewhere, 2],
  ])('with tcp_tw_reuse = %s', async (_, keys, host, succeeded) => {
    expect(await run({ kind: 'connects', tries: 4, host, sysctl: { ...ports, ...keys } })).toEqual({ succeeded });
  });

  test('above tcp_max_tw_buckets closes without TIME_WAIT, and counts it', async () => {
    const { timeWait, overflow } = await run({ kind: 'overflow', tries: 20, sysctl: { 'net.ipv4.tcp_max_tw_buckets': '5' } });
    expect(timeWait).toBeLessThanOrEqual(6);
    expect(overflow).toBeGreaterThanOrEqual(14);
  });
});
