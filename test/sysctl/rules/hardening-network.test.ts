import { test } from 'vitest';
import { checkSysctl } from '../../harness.ts';

const only = ['sysctl/hardening-network'];

test('settings that are weaker than asked for', () =>
  checkSysctl(
    `
    # -- .keepalint.yaml --
    presets: [hardening]
    # -- sysctl.conf --
    net.ipv4.conf.all.accept_redirects = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-network: net.ipv4.conf.all.accept_redirects = 1 lets others on the same network change the routes of this machine: 0 is asked for by kernel-hardening-checker, Lynis and ComplianceAsCode
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-network: hardening guides ask for what nothing here sets: net.ipv4.conf.default.accept_redirects = 0, net.ipv6.conf.all.accept_redirects = 0, net.ipv6.conf.default.accept_redirects = 0, net.ipv4.conf.default.send_redirects = 0, net.ipv6.conf.default.accept_ra = 0, net.ipv4.conf.default.rp_filter = 1 and net.ipv4.conf.default.log_martians = 1
    net.ipv4.conf.all.send_redirects = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-network: net.ipv4.conf.all.send_redirects = 1 tells other machines routes, which only a router should do: 0 is asked for by Lynis and ComplianceAsCode
    net.ipv4.conf.default.accept_source_route = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-network: net.ipv4.conf.default.accept_source_route = 1 lets a sender choose the way of its packets, past the filters: 0 is asked for by kernel-hardening-checker, Lynis and ComplianceAsCode
    net.ipv6.conf.all.accept_ra = 2
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-network: net.ipv6.conf.all.accept_ra = 2 lets anybody on the same network become the router and set addresses, which only a machine without fixed addresses needs: 0 is asked for by kernel-hardening-checker and ComplianceAsCode
    net.ipv4.conf.all.rp_filter = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-network: net.ipv4.conf.all.rp_filter = 0 takes packets whose sender cannot be reached through the interface they came from: 1 is asked for by Lynis and ComplianceAsCode
    net.ipv4.conf.all.log_martians = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-network: net.ipv4.conf.all.log_martians = 0 does not log packets with impossible addresses: 1 is asked for by Lynis and ComplianceAsCode
    net.ipv4.ip_forward = 1
    #<^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-network: net.ipv4.ip_forward = 1 routes packets between networks, which only a router or a host of containers needs: 0 is asked for by ComplianceAsCode
    net.ipv4.conf.all.proxy_arp = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-network: net.ipv4.conf.all.proxy_arp = 1 answers for, or takes, addresses that are not those of the interface: 0 is asked for by Lynis
    net.ipv4.icmp_echo_ignore_broadcasts = 0
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-network: net.ipv4.icmp_echo_ignore_broadcasts = 0 answers or logs what is sent to harm others: 1 is asked for by kernel-hardening-checker, Lynis and ComplianceAsCode
    net.ipv4.conf.*.secure_redirects = 1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ! info sysctl/hardening-network: net.ipv4.conf.*.secure_redirects = 1 lets others on the same network change the routes of this machine: 0 is asked for by ComplianceAsCode
    `,
    { only, target: 'kernel=6.1' },
  ));

test('what is asked for is fine', () =>
  checkSysctl(
    `
    # -- .keepalint.yaml --
    presets: [hardening]
    # -- sysctl.conf --
    net.ipv4.conf.all.accept_redirects = 0
    net.ipv4.conf.default.accept_redirects = 0
    net.ipv6.conf.all.accept_redirects = 0
    net.ipv6.conf.default.accept_redirects = 0
    net.ipv4.conf.*.secure_redirects = 0
    net.ipv4.conf.*.send_redirects = 0
    net.ipv4.conf.default.accept_source_route = 0
    net.ipv6.conf.all.accept_ra = 0
    net.ipv6.conf.default.accept_ra = 0
    net.ipv4.conf.*.rp_filter = 2
    net.ipv4.conf.*.log_martians = 1
    `,
    { only, target: 'kernel=6.1' },
  ));

test('nothing is asked for without the preset', () => checkSysctl('net.ipv4.conf.all.accept_redirects = 1\n', { only }));
