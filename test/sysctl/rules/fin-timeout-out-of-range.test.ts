import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/fin-timeout-out-of-range'];

test.each(['11', '30', '60', '{{ seconds }}', 'x', '"5"'])('%s is in range, or not ours to judge', (value) =>
  checkSysctl(`net.ipv4.tcp_fin_timeout = ${value}`, { only }),
);

test('zero and less are no times', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 0
    #                          ^ ? error sysctl/fin-timeout-out-of-range: net.ipv4.tcp_fin_timeout = 0 is no time: the kernel takes it without complaint and leaves a peer only 3.5 retransmission timeouts, less than a second on a fast path, for its FIN
    `,
    { only },
  ));

test('minus one is no time', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = -1
    #                          ^^ ? error sysctl/fin-timeout-out-of-range: net.ipv4.tcp_fin_timeout = -1 is no time: the kernel takes it without complaint and leaves a peer only 3.5 retransmission timeouts, less than a second on a fast path, for its FIN
    `,
    { only },
  ));

test('ten seconds and less lose slow peers', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 10
    #                          ^^ ? warning sysctl/fin-timeout-out-of-range: net.ipv4.tcp_fin_timeout = 10 gives slow peers 10 s to send their FIN: one that comes later is answered with RST
    `,
    { only },
  ));

test('more than a minute keeps full sockets', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 3600
    #                          ^^^^ ? warning sysctl/fin-timeout-out-of-range: net.ipv4.tcp_fin_timeout = 3600 keeps each orphaned connection as a full socket for 3,540 s before its last 60 s in FIN_WAIT_2: up to 60 the kernel keeps a light entry only
    `,
    { only },
  ));

test('octal and hexadecimal are read as the kernel does', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 010
    #                          ^^^ ? warning sysctl/fin-timeout-out-of-range: net.ipv4.tcp_fin_timeout = 8 gives slow peers 8 s to send their FIN: one that comes later is answered with RST
    `,
    { only },
  ));

test('only the value that wins counts', () =>
  checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 5
    net.ipv4.tcp_fin_timeout = 30
    `,
    { only },
  ));

test('one second is a time, and the fix writes the default', async () => {
  await checkSysctl(
    `
    net.ipv4.tcp_fin_timeout = 1
    #                          ^ ? warning sysctl/fin-timeout-out-of-range: net.ipv4.tcp_fin_timeout = 1 gives slow peers 1 s to send their FIN: one that comes later is answered with RST
    `,
    { only },
  );
  await fixSysctl('net.ipv4.tcp_fin_timeout = 1\n', 'net.ipv4.tcp_fin_timeout = 60\n', { only, safety: ['manual'] });
});
