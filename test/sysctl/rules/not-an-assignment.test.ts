import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/not-an-assignment', 'sysctl/full-width-character'];

test('key and value without =', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syncookies 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^ !? error sysctl/not-an-assignment: "net.ipv4.tcp_syncookies 1" sets nothing: between key and value stands "="
    net.ipv4.tcp_syncookies: 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ !? error sysctl/not-an-assignment: "net.ipv4.tcp_syncookies: 1" sets nothing: between key and value stands "="
    net.ipv4.tcp_rmem 4096 131072 6291456
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ !? error sysctl/not-an-assignment: "net.ipv4.tcp_rmem 4096 131072 6291456" sets nothing: between key and value stands "="
    net.ipv4.ip_local_reserved_ports 8080,9000
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ !? error sysctl/not-an-assignment: "net.ipv4.ip_local_reserved_ports 8080,9000" sets nothing: between key and value stands "="
    `,
    { only },
  ));

test('prose, commands and fragments', () =>
  checkSysctl(
    `
    Kernel parameters of the proxy
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? error sysctl/not-an-assignment: "Kernel parameters of the proxy" is neither an assignment nor a comment: every reader rejects the line
    net.ipv4.tcp_syncookies
    #<^^^^^^^^^^^^^^^^^^^^^^ ? error sysctl/not-an-assignment: "net.ipv4.tcp_syncookies" is neither an assignment nor a comment: every reader rejects the line
    net.ipv4.tcp_rmem 4096 131072
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? error sysctl/not-an-assignment: "net.ipv4.tcp_rmem 4096 131072" is neither an assignment nor a comment: every reader rejects the line
    net.core.made_up 1
    #<^^^^^^^^^^^^^^^^^ ? error sysctl/not-an-assignment: "net.core.made_up 1" is neither an assignment nor a comment: every reader rejects the line
    = 5
    #<^^ ? error sysctl/not-an-assignment: "= 5" has no key before the "=": every reader rejects the line
    `,
    { only },
  ));

test('a number key without a value', () =>
  checkSysctl(
    `
    net.ipv4.tcp_syncookies =
    #<^^^^^^^^^^^^^^^^^^^^^^^^ ? error sysctl/not-an-assignment: net.ipv4.tcp_syncookies has no value: procps before 4 skips the line, newer ones and systemd-sysctl write an empty text, which the kernel refuses for a number
    `,
    { only },
  ));

test.each([
  'net.ipv4.ip_local_reserved_ports =',
  'kernel.core_pattern =',
  '-net.ipv4.conf.lo.rp_filter',
  '{% if x %}',
  '{{ lines }}',
  '# net.ipv4.tcp_syncookies 1',
  '; prose',
  '',
])('%j is fine', (text) => checkSysctl(text, { only }));

test('the fix writes = where key and value are certain', () =>
  fixSysctl('net.ipv4.tcp_syncookies: 1\nnet/ipv4/ip_forward\t1\n', 'net.ipv4.tcp_syncookies = 1\nnet/ipv4/ip_forward = 1\n', {
    only,
    safety: ['unsafe'],
  }));

test('what is no assignment may become a comment', () =>
  fixSysctl('Kernel settings\n', '# Kernel settings\n', { only, safety: ['manual'] }));

test('sixty characters are shown whole, more are cut', () => {
  const sixty = `${'tune '.repeat(11)}tuned`;
  return checkSysctl(
    `
    ${sixty}
    #<${'^'.repeat(59)} ? error sysctl/not-an-assignment: "${sixty}" is neither an assignment nor a comment: every reader rejects the line
    ${sixty}!
    #<${'^'.repeat(60)} ? error sysctl/not-an-assignment: "${sixty.slice(0, 59)}…" is neither an assignment nor a comment: every reader rejects the line
    `,
    { only },
  );
});
