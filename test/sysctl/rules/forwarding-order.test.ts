import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/forwarding-order'];

test('forwarding of an interface, and then of all', () =>
  checkSysctl(
    `
    net.ipv4.conf.eth0.forwarding = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/forwarding-order: net.ipv4.conf.eth0.forwarding = 0 does not last: net.ipv4.ip_forward = 1 in sysctl.conf:4 is written after it and sets forwarding of every interface
    net.ipv4.conf.default.forwarding = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/forwarding-order: net.ipv4.conf.default.forwarding = 0 does not last: net.ipv4.ip_forward = 1 in sysctl.conf:4 is written after it and sets forwarding of every interface
    net.ipv4.conf.all.accept_redirects = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/forwarding-order: net.ipv4.conf.all.accept_redirects = 1 does not last: net.ipv4.ip_forward = 1 in sysctl.conf:4 is written after it, and switching forwarding sets this key to 0
    net.ipv4.ip_forward = 1
    #<^^^^^^^^^^^^^^^^^^^^^^ see sysctl/forwarding-order: this line resets it
    #<^^^^^^^^^^^^^^^^^^^^^^ see sysctl/forwarding-order: this line resets it
    #<^^^^^^^^^^^^^^^^^^^^^^ see sysctl/forwarding-order: this line resets it
    net.ipv6.conf.eth0.forwarding = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! warning sysctl/forwarding-order: net.ipv6.conf.eth0.forwarding = 0 does not last: net.ipv6.conf.all.forwarding = 1 in sysctl.conf:6 is written after it and sets forwarding of every interface
    net.ipv6.conf.all.forwarding = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ see sysctl/forwarding-order: this line resets it
    `,
    { only, related: true },
  ));

test('over files', () =>
  checkSysctl(
    `
    # -- etc/sysctl.d/10-wan.conf --
    net.ipv4.conf.eth0.forwarding = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning sysctl/forwarding-order: net.ipv4.conf.eth0.forwarding = 0 does not last: net.ipv4.conf.all.forwarding = 1 in etc/sysctl.d/20-router.conf:1 is written after it and sets forwarding of every interface

    # -- etc/sysctl.d/20-router.conf --
    net.ipv4.conf.all.forwarding = 1
    `,
    { only },
  ));

test('the one that is written last is the one that counts', () =>
  fixSysctl(
    `
    net.ipv4.conf.eth0.forwarding = 0
    net.ipv4.conf.all.forwarding = 1
    `,
    `
    net.ipv4.conf.all.forwarding = 1
    net.ipv4.conf.eth0.forwarding = 0
    `,
    { only, safety: ['unsafe'] },
  ));

test.each([
  'net.ipv4.ip_forward = 1\nnet.ipv4.conf.eth0.forwarding = 0',
  'net.ipv4.conf.eth0.forwarding = 1\nnet.ipv4.ip_forward = 1',
  // Nothing is switched: it is off at boot.
  'net.ipv4.conf.eth0.forwarding = 1\nnet.ipv4.ip_forward = 0',
  'net.ipv4.conf.all.accept_redirects = 0\nnet.ipv4.ip_forward = 1',
  'net.ipv4.conf.eth0.forwarding = 0\nnet.ipv4.ip_forward = 1\nnet.ipv4.conf.eth0.forwarding = 0',
  'net.ipv6.conf.eth0.forwarding = 0\nnet.ipv4.ip_forward = 1',
  // procps writes 0 again, and so resets the interface; systemd-sysctl writes nothing that is there already.
  'net.ipv6.conf.eth0.forwarding = 1\nnet.ipv6.conf.all.forwarding = 0',
  'net.ipv4.conf.eth0.forwarding = 0\nnet.ipv4.ip_forward = {{ forward }}',
])('%j is kept', (text) => checkSysctl(`${text}\n`, { only }));
