import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/bbr-without-fq'];

test('on a kernel where TCP does not pace by itself', () =>
  checkSysctl(
    `
    net.ipv4.tcp_congestion_control = bbr
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/bbr-without-fq: bbr leaves the pacing of its packets to fq on every targeted Linux (4.9), and nothing here sets net.core.default_qdisc = fq
    `,
    { only, target: 'kernel=4.9' },
  ));

test('with another queueing discipline, on some of the kernels', () =>
  checkSysctl(
    `
    net.core.default_qdisc = fq_codel
    net.ipv4.tcp_congestion_control = bbr
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info sysctl/bbr-without-fq: bbr leaves the pacing of its packets to fq before Linux 4.13, and net.core.default_qdisc is fq_codel
    `,
    { only, target: 'kernel=4.9-5.10' },
  ));

test.each([
  ['net.core.default_qdisc = fq\nnet.ipv4.tcp_congestion_control = bbr', 'kernel=4.9'],
  ['net.core.default_qdisc = {{ qdisc }}\nnet.ipv4.tcp_congestion_control = bbr', 'kernel=4.9'],
  ['net.ipv4.tcp_congestion_control = cubic', 'kernel=4.9'],
  ['net.ipv4.tcp_congestion_control = bbr', 'kernel=4.13'],
])('%j on %s', (text, target) => checkSysctl(`${text}\n`, { only, target }));
