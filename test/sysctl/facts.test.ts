import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oneShot, oneWay, renamed, vendorKeys } from '../../server/src/sysctl/facts/curated.ts';
import { didYouMean } from '../../server/src/sysctl/facts/did-you-mean.ts';
import { keysData } from '../../server/src/sysctl/facts/keys.data.ts';
import { factsOf, keys, lookup } from '../../server/src/sysctl/facts/keys.ts';
import { dotted, pathOf } from '../../server/src/sysctl/model/key.ts';

describe('the table of keys', () => {
  test('is sorted, and each key stands once', () => {
    const lines = keysData.split('\n');
    const directories = lines.filter((l) => l.startsWith('/'));
    expect(directories).toEqual([...directories].sort());
    const names = keys().map((k) => k.name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('is read to the last word', () => {
    for (const line of keysData.split('\n'))
      expect(line).toMatch(
        /^\/[\w.<>-]+$|^[\w.<>-]+ (?:(?:,\d+\.\d+:)?[iuolbjkKhsBmc?]\d?(?:\[-?\d*\.\.\d*\])?)+(?: =[\w.:,?-]+)?(?: \+\d+\.\d+(?:<[\d.]+)?)?(?: -[\d.]+)?(?: ~\d+\.\d+)?(?: ![rw]o)?(?: %\S+)?(?: @[ginptu][\d.]*)?$/,
      );
  });

  test('has versions and ranges in order', () => {
    for (const k of keys()) {
      if (k.removed !== undefined) expect(k.removed, k.name).toBeGreaterThan(k.since ?? 0);
      if (k.since !== undefined) expect(k.absentUntil, k.name).toBeLessThanOrEqual(k.since);
      expect(k.fields, k.name).toBeGreaterThan(0);
      for (const { min, max } of k.forms)
        if (min !== undefined && max !== undefined) expect(max, k.name).toBeGreaterThanOrEqual(min);
      for (const history of [k.forms, k.defaults]) {
        const versions = history.map((h) => h.from);
        expect(versions, k.name).toEqual([...new Set(versions)].sort((a, b) => a - b));
        if (versions.length) expect(versions[0], k.name).toBe(0);
      }
    }
  });

  test('stays small', () => {
    expect(keysData.length).toBeLessThan(70_000);
  });

  test('finds every key by its own name', () => {
    for (const k of keys()) expect(factsOf(k.name.replaceAll('.', '/').replace(/<\w+>/g, 'x1')), k.name).toBeDefined();
  });
});

describe('what was added by hand', () => {
  test.each([...renamed])('%s lives on as %s', (old, now) => {
    expect(factsOf(pathOf(old))).toBeDefined();
    const facts = factsOf(pathOf(now));
    // The name that replaced sched_migration_cost is gone, too.
    if (facts?.removed !== undefined) expect(facts.removed).toBeGreaterThan(factsOf(pathOf(old))!.removed!);
    else expect(facts).toBeDefined();
  });

  test('what conntrack was lives on under its new name', () => {
    const gone = keys().filter((k) => k.removed !== undefined);
    const old = gone.flatMap((k) => /^net\.ipv4\.netfilter\.ip_conntrack_(\w+)$/.exec(k.name)?.[1] ?? []);
    const moved = old.filter((name) => factsOf(`net/netfilter/nf_conntrack_${name}`));
    expect(moved).toContain('udp_timeout');
    for (const name of moved)
      expect(renamed.get(`net.ipv4.netfilter.ip_conntrack_${name}`)).toBe(`net.netfilter.nf_conntrack_${name}`);
  });

  test('vendors have keys that mainline has not', () => {
    expect([...vendorKeys.keys()].filter((path) => factsOf(path))).toEqual([]);
    for (const { source, kernels } of vendorKeys.values()) expect(source && kernels).toBeTruthy();
  });

  test.each([...oneWay, ...oneShot.keys()])('%s is a key', (name) => {
    expect(factsOf(pathOf(name))).toBeDefined();
  });
});

describe('a key', () => {
  test.each([
    ['net.ipv4.tcp_fin_timeout', 'linux'],
    ['net.ipv4.conf.eth0/100.rp_filter', 'linux'],
    ['net.ipv4.tcp_tw_timeout', 'vendor'],
    ['kernel.unprivileged_userns_clone', 'vendor'],
    ['kernel.sched_burst_penalty_scale', 'vendor'],
    ['vm.pagecache_limit_mb', 'vendor'],
    ['net.inet.tcp.msl', 'other-system'],
    ['kern.maxfiles', 'other-system'],
    ['hw.ncpu', 'other-system'],
    ['machdep.lidaction', 'other-system'],
    ['vfs.zfs.arc_max', 'other-system'],
    ['security.bsd.see_other_uids', 'other-system'],
    ['ddb.panic', 'other-system'],
    ['compat.linux.osname', 'other-system'],
    ['lnet.x', 'registered-at-runtime'],
    ['net.ipv4.nonsense', 'unknown'],
    ['kernel.nonsense', 'unknown'],
  ])('%s is %s', (name, kind) => {
    expect(lookup(pathOf(name)).kind).toBe(kind);
  });

  test.each([
    ['net.ipv4.tcp_max_tw_bucket', 'net.ipv4.tcp_max_tw_buckets'],
    ['net.core.somaxcon', 'net.core.somaxconn'],
    ['net.core.somaxocnn', 'net.core.somaxconn'],
    ['net.core.somaxomnn', undefined],
    ['net.ipv4.tcp_keepalive_interval', 'net.ipv4.tcp_keepalive_intvl'],
    ['net.ipv4.qqqqqqqq', undefined],
    ['kernel.xyz', undefined],
  ])('%s reads like %s', (wrong, right) => {
    const guess = didYouMean(pathOf(wrong));
    expect(guess && dotted(guess.path)).toBe(right);
  });

  test('with one letter changed finds its way back, or to no other', () => {
    const long = keys().filter((k) => !k.name.includes('<') && k.name.length > 15);
    fc.assert(
      fc.property(fc.constantFrom(...long), fc.nat(), (k, n) => {
        const at = k.name.lastIndexOf('.') + 1 + (n % (k.name.length - k.name.lastIndexOf('.') - 1));
        const wrong = `${k.name.slice(0, at)}q${k.name.slice(at + 1)}`;
        const guess = didYouMean(pathOf(wrong));
        if (guess && factsOf(pathOf(wrong)) === undefined) {
          const distance = [...dotted(guess.path)].filter((c, i) => c !== wrong[i]).length;
          expect(distance).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 60 },
    );
  });
});
