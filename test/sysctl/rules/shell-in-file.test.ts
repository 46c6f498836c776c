import { test } from 'vitest';
import { checkSysctl, fixSysctl } from '../../harness.ts';

const only = ['sysctl/shell-in-file'];

test('commands that set a key', () =>
  checkSysctl(
    `
    sysctl -w net.ipv4.tcp_syncookies=1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/shell-in-file: "sysctl -w net.ipv4.tcp_syncookies=1" is a shell command, and nobody runs it: it does not set net.ipv4.tcp_syncookies
    sudo sysctl -w net.ipv4.ip_local_port_range="15000 65000"
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/shell-in-file: "sudo sysctl -w net.ipv4.ip_local_port_range="15000 65000"" is a shell command, and nobody runs it: it does not set net.ipv4.ip_local_port_range
    $ sysctl net.ipv4.tcp_sack=1 >/dev/null
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/shell-in-file: "$ sysctl net.ipv4.tcp_sack=1 >/dev/null" is a shell command, and nobody runs it: it does not set net.ipv4.tcp_sack
    [root@web1 ~]# /sbin/sysctl -w vm.swappiness=10 kernel.panic=10
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/shell-in-file: "[root@web1 ~]# /sbin/sysctl -w vm.swappiness=10 kernel.pani…" is a shell command, and nobody runs it: it does not set vm.swappiness and kernel.panic
    sysctl -w "net.ipv4.tcp_rmem=4096 87380 16777216"
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/shell-in-file: "sysctl -w "net.ipv4.tcp_rmem=4096 87380 16777216"" is a shell command, and nobody runs it: it does not set net.ipv4.tcp_rmem
    sysctl -w net.core.somaxconn = 4096
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/shell-in-file: "sysctl -w net.core.somaxconn = 4096" is a shell command, and nobody runs it: it does not set net.core.somaxconn
    echo 2 > /proc/sys/net/ipv4/conf/all/rp_filter
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/shell-in-file: "echo 2 > /proc/sys/net/ipv4/conf/all/rp_filter" is a shell command, and nobody runs it: it does not set net.ipv4.conf.all.rp_filter
    echo "1" | sudo tee /proc/sys/net/ipv4/tcp_mtu_probing
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/shell-in-file: "echo "1" | sudo tee /proc/sys/net/ipv4/tcp_mtu_probing" is a shell command, and nobody runs it: it does not set net.ipv4.tcp_mtu_probing
    echo "net.ipv4.tcp_ecn = 1" >> /etc/sysctl.conf
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/shell-in-file: "echo "net.ipv4.tcp_ecn = 1" >> /etc/sysctl.conf" is a shell command, and nobody runs it: it does not set net.ipv4.tcp_ecn
    `,
    { only },
  ));

test('what was pasted with them', () =>
  checkSysctl(
    `
    $ sudo vim /etc/sysctl.conf
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/shell-in-file: "$ sudo vim /etc/sysctl.conf" belongs to a shell, not to a sysctl file: nobody runs it, and every reader rejects the line
    cat >> /etc/sysctl.conf << 'LIMITS'
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ + error sysctl/shell-in-file: "cat >> /etc/sysctl.conf << 'LIMITS'" belongs to a shell, not to a sysctl file: nobody runs it, and every reader rejects the line
    vm.swappiness = 10
    LIMITS
    #<^^^^^ + error sysctl/shell-in-file: "LIMITS" belongs to a shell, not to a sysctl file: nobody runs it, and every reader rejects the line
    EOF
    #<^^ + error sysctl/shell-in-file: "EOF" belongs to a shell, not to a sysctl file: nobody runs it, and every reader rejects the line
    sysctl -p
    #<^^^^^^^^ + error sysctl/shell-in-file: "sysctl -p" belongs to a shell, not to a sysctl file: nobody runs it, and every reader rejects the line
    sudo sysctl --system
    #<^^^^^^^^^^^^^^^^^^^ + error sysctl/shell-in-file: "sudo sysctl --system" belongs to a shell, not to a sysctl file: nobody runs it, and every reader rejects the line
    `,
  ));

test('commands that belong elsewhere', () =>
  checkSysctl(
    `
    modprobe br_netfilter
    #<^^^^^^^^^^^^^^^^^^^^ ? error sysctl/shell-in-file: "modprobe br_netfilter" belongs to a shell, not to a sysctl file: nobody runs it, and every reader rejects the line
    echo never > /sys/kernel/mm/transparent_hugepage/enabled
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? error sysctl/shell-in-file: "echo never > /sys/kernel/mm/transparent_hugepage/enabled" belongs to a shell, not to a sysctl file: nobody runs it, and every reader rejects the line
    sysctl -w no.such.key=1
    #<^^^^^^^^^^^^^^^^^^^^^^ ? error sysctl/shell-in-file: "sysctl -w no.such.key=1" belongs to a shell, not to a sysctl file: nobody runs it, and every reader rejects the line
    sysctl -w net.ipv4.tcp_tw_recycle=1
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? error sysctl/shell-in-file: "sysctl -w net.ipv4.tcp_tw_recycle=1" belongs to a shell, not to a sysctl file: nobody runs it, and every reader rejects the line
    cat >> /etc/hosts.allow <<EOF
    #<^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ? error sysctl/shell-in-file: "cat >> /etc/hosts.allow <<EOF" belongs to a shell, not to a sysctl file: nobody runs it, and every reader rejects the line
    EOF
    #<^^ ? error sysctl/shell-in-file: "EOF" belongs to a shell, not to a sysctl file: nobody runs it, and every reader rejects the line
    ulimit -n 65535
    #<^^^^^^^^^^^^^^ ? error sysctl/shell-in-file: "ulimit -n 65535" belongs to a shell, not to a sysctl file: nobody runs it, and every reader rejects the line
    root@web1:~# reboot
    #<^^^^^^^^^^^^^^^^^^ ? error sysctl/shell-in-file: "root@web1:~# reboot" belongs to a shell, not to a sysctl file: nobody runs it, and every reader rejects the line
    `,
  ));

test('a line that is meant to go on', () =>
  checkSysctl(
    `
    net.ipv4.tcp_rmem = 4096 \\
    #                   ^^^^^^ + error sysctl/shell-in-file: the "\\" at the end belongs to the value of net.ipv4.tcp_rmem, which the kernel then refuses: only busybox reads on in the next line
        87380 \\
    #   ^^^^^^^ see sysctl/shell-in-file: rejected for itself
        16777216
    #   ^^^^^^^^ see sysctl/shell-in-file: rejected for itself
    net.ipv4.tcp_fin_timeout = \\
    #                          ^ + error sysctl/shell-in-file: the "\\" at the end belongs to the value of net.ipv4.tcp_fin_timeout, which the kernel then refuses: only busybox reads on in the next line
    30
    #<^ see sysctl/shell-in-file: rejected for itself
    net.core.somaxconn = 4096 \\
    #                    ^^^^^^ + warning sysctl/shell-in-file: the "\\" at the end continues nothing: the kernel skips it behind the last number of net.core.somaxconn
    vm.swappiness = 10
    kernel.core_pattern = /tmp/core\\
    `,
    { only: [...only, 'sysctl/not-an-assignment'], related: true },
  ));

test('is put together', () =>
  fixSysctl(
    `
    net.ipv4.tcp_rmem = 4096 \\
        87380 \\
        16777216
    [root@web1 ~]# /sbin/sysctl -w vm.swappiness=10 kernel.panic=10
    sysctl -p
    `,
    `
    net.ipv4.tcp_rmem = 4096 87380 16777216
    vm.swappiness = 10
    kernel.panic = 10
    `,
    { only },
  ));

test('a key that is set elsewhere, too, would change it', () =>
  checkSysctl(
    `
    vm.swappiness = 10
    sysctl -w vm.swappiness=20
    #<^^^^^^^^^^^^^^^^^^^^^^^^^ ! error sysctl/shell-in-file: "sysctl -w vm.swappiness=20" is a shell command, and nobody runs it: it does not set vm.swappiness
    `,
    { only },
  ));

test.each([
  'kernel.modprobe = /sbin/modprobe',
  'kernel.core_pattern = |/bin/sh -c $@',
  '# sysctl -p',
  'sysctl -w {{ key }}=1',
  'net.ipv4.tcp_syncookies 1',
])('%s is no shell', (line) => checkSysctl(`${line}\n`, { only }));
