import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/rp-filter-maximum'];

test('an interface below all', () =>
  checkSysctl(
    `
    net.ipv4.conf.all.rp_filter = 2
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see sysctl/rp-filter-maximum: this value is larger
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see sysctl/rp-filter-maximum: this value is larger
    net.ipv4.conf.default.rp_filter = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/rp-filter-maximum: net.ipv4.conf.default.rp_filter = 1 has no effect: of an interface and of "all" the larger value counts, and net.ipv4.conf.all.rp_filter = 2
    net.ipv4.conf.eth0.rp_filter = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/rp-filter-maximum: net.ipv4.conf.eth0.rp_filter = 0 has no effect: of an interface and of "all" the larger value counts, and net.ipv4.conf.all.rp_filter = 2
    net.ipv4.conf.eth1.rp_filter = 2
    `,
    { only, related: true },
  ));

test('a pattern sets all, too', () =>
  checkSysctl(
    `
    net.ipv4.conf.*.rp_filter = 1
    net.ipv4.conf.eth0.rp_filter = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/rp-filter-maximum: net.ipv4.conf.eth0.rp_filter = 0 has no effect: of an interface and of "all" the larger value counts, and net.ipv4.conf.*.rp_filter = 1
    `,
    { only },
  ));

test.each([
  'net.ipv4.conf.all.rp_filter = 0\nnet.ipv4.conf.eth0.rp_filter = 1',
  'net.ipv4.conf.all.rp_filter = 1\nnet.ipv4.conf.eth0.rp_filter = 2',
  'net.ipv4.conf.eth0.rp_filter = 0',
  'net.ipv4.conf.*.rp_filter = 1\n-net.ipv4.conf.all.rp_filter\nnet.ipv4.conf.eth0.rp_filter = 0',
  'net.ipv4.conf.all.rp_filter = 1\nnet.ipv4.conf.eth0.rp_filter = {{ filter }}',
  'net.ipv4.conf.all.rp_filter = 1\nnet.ipv4.conf.all.rp_filter = 0\nnet.ipv4.conf.eth0.rp_filter = 0',
])('%j counts', (text) => checkSysctl(`${text}\n`, { only }));
