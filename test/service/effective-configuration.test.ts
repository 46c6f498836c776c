import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderer } from '../../server/src/core/render.ts';
import { defaultTarget } from '../../server/src/core/targets.ts';
import type { Target } from '../../server/src/core/version.ts';
import { configurationAround, effectiveSettings, textOf } from '../../server/src/service/effective-configuration.ts';
import { readingsOf } from '../../server/src/sysctl/model/arithmetic.ts';
import { build } from '../../server/src/sysctl/model/model.ts';
import { modelOf } from '../nginx/model/model.ts';
import { setOf } from '../sysctl/set.ts';

const words = renderer(new Map(), 'en', ({ file }) => file);
const textFor = (files: Readonly<Record<string, string>>, target: Target) =>
  textOf(effectiveSettings(build(setOf(files), target)), words).text;

test('one list of allow and deny takes the place of another', async () => {
  const nginx = await modelOf(
    'events {} http { deny all; root /a; server { allow 10.0.0.1; location /x { alias /b/; location /x/y { internal; } } } }',
  );
  const text = textOf(
    configurationAround(nginx, '/w/nginx.conf', nginx.directives('internal')[0]!.node.name.start),
    words,
  ).text;
  expect(text).toContain('allow 10.0.0.1; # from server');
  expect(text).not.toContain('deny all');
  expect(text).toContain('location /x {\n            alias /b/;');
  expect(text).not.toContain('root /a');
});

// Would not end within the test's time if each level looked at all the deeper ones.
test('takes no time where blocks are nested very deep', async () => {
  const levels = 60_000;
  const text = `http { server { ${'location /a { proxy_read_timeout 1s; '.repeat(levels)}${'}'.repeat(levels + 2)}`;
  const nginx = await modelOf(text);
  const lines = configurationAround(nginx, '/w/nginx.conf', text.lastIndexOf('proxy_read_timeout'));
  expect(lines.filter((line) => line.text.includes('proxy_read_timeout'))).toHaveLength(1);
});

describe('what sysctl files end up with', () => {
  test('is told for each program where they differ', () => {
    const files = {
      '10-a.conf': 'net.core.somaxconn = 1\n-net.ipv4.conf.eth0.rp_filter\nnet.ipv4.conf.*.rp_filter = 2 # all\n',
      'sysctl.conf': 'net.core.somaxconn = 3\n',
    };
    expect(textFor(files, { ...defaultTarget, sysctlConfAtBoot: false })).toBe(`# after sysctl --system
# from /etc/sysctl.d/10-a.conf
net.ipv4.conf.*.rp_filter = 2
# from /etc/sysctl.conf, instead of 1 (/etc/sysctl.d/10-a.conf)
net.core.somaxconn = 3
# from /etc/sysctl.d/10-a.conf
-net.ipv4.conf.eth0.rp_filter

# after boot (systemd-sysctl)
# from /etc/sysctl.d/10-a.conf
net.core.somaxconn = 1
# from /etc/sysctl.d/10-a.conf
net.ipv4.conf.*.rp_filter = 2
# from /etc/sysctl.d/10-a.conf
-net.ipv4.conf.eth0.rp_filter
`);
  });

  test('is not what the kernel does not have or refuses', () => {
    const a = 'net.ipv4.tcp_tw_recycle = 1\nnet.ipv4.tcp_retries2 = 8\nvm.overcommit_memory = 7\n';
    expect(
      textFor({ '10-a.conf': a, '20-b.conf': 'net.ipv4.tcp_retries2 = often\n' }, defaultTarget),
    ).toBe(`# not set, /etc/sysctl.d/10-a.conf: no targeted kernel has this key
# net.ipv4.tcp_tw_recycle = 1
# not set, /etc/sysctl.d/10-a.conf: the kernel refuses this value
# vm.overcommit_memory = 7
# not set, /etc/sysctl.d/20-b.conf: the kernel refuses this value
# net.ipv4.tcp_retries2 = often
# from /etc/sysctl.d/10-a.conf
net.ipv4.tcp_retries2 = 8
`);
  });

  test('means what the files mean', () => {
    const keys = [
      'net.core.somaxconn',
      'net.ipv4.conf.eth0.rp_filter',
      'net.ipv4.conf.lo.rp_filter',
      'net/ipv4/conf/*/rp_filter',
      'net.ipv4.*.eth0.rp_filter',
    ];
    const line = fc.oneof(
      fc
        .tuple(fc.constantFrom(...keys), fc.nat(9), fc.constantFrom('', '-'))
        .map(([key, value, dash]) => `${dash}${key} = ${value}`),
      fc.constantFrom(...keys.slice(0, 3)).map((key) => `-${key}`),
    );
    const file = fc.array(line, { maxLength: 5 }).map((lines) => lines.join('\n'));
    const set = fc.record({ 'a.conf': file, '99-z.conf': file, 'sysctl.conf': file }, { requiredKeys: ['a.conf'] });
    const paths = [
      'net/core/somaxconn',
      'net/ipv4/conf/eth0/rp_filter',
      'net/ipv4/conf/lo/rp_filter',
      'net/ipv4/conf/all/rp_filter',
    ];
    fc.assert(
      fc.property(set, fc.constantFrom(true, false, undefined), (files, sysctlConfAtBoot) => {
        const target = { ...defaultTarget, sysctlConfAtBoot };
        const readings = readingsOf(build(setOf(files as Record<string, string>), target));
        const parts = textFor(files as Record<string, string>, target)
          .split(/^# (?:after|sysctl) .*\n/m)
          .slice(-readings.length);
        for (const [i, reading] of readings.entries()) {
          const again = build(setOf({ 'a.conf': parts[i] ?? parts[0]! }), target).readings.find((r) =>
            r.programs.includes(reading.programs[0]!),
          )!;
          for (const path of paths)
            expect([path, again.winner(path)?.value.text]).toEqual([path, reading.winner(path)?.value.text]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('takes no time where one key is set on every line', () => {
    const lines = Array.from({ length: 50_000 }, (_, i) => `vm.swappiness = ${i % 100}`);
    const start = performance.now();
    expect(textFor({ 'a.conf': lines.join('\n') }, defaultTarget)).toContain('vm.swappiness = 99');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
