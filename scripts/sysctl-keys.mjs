// node scripts/sysctl-keys.mjs <sysctl-keys.csv>: writes server/src/sysctl/facts/keys.data.ts
import { readFileSync, writeFileSync } from 'node:fs';

const target = new URL('../server/src/sysctl/facts/keys.data.ts', import.meta.url);
const rows = parseCsv(readFileSync(process.argv[2], 'utf8'));

// Before this one the snapshots carry changes of vendors and stable trees.
const firstTrusted = 3009;
// From this one on they carry defaults and bounds of a distribution.
const lastTrusted = 7002;

/** What a handler reads; `checked` where it looks at the bounds of its table entry, which others have and ignore. */
const handlers = {
  proc_dointvec: ['i'],
  proc_dointvec_minmax: ['i', 'checked'],
  proc_douintvec: ['u'],
  proc_douintvec_minmax: ['u', 'checked'],
  proc_dou8vec_minmax: ['o', 'checked'],
  proc_dobool: ['b'],
  proc_doulongvec_minmax: ['l', 'checked'],
  proc_doulongvec_ms_jiffies_minmax: ['K', 'checked'],
  proc_dointvec_jiffies: ['j'],
  proc_dointvec_ms_jiffies: ['k'],
  proc_dointvec_ms_jiffies_minmax: ['k', 'checked'],
  proc_dointvec_userhz_jiffies: ['h'],
  DEVINET_SYSCTL_RW_ENTRY: ['i'],
  DEVINET_SYSCTL_FLUSHING_ENTRY: ['i'],
  NEIGH_SYSCTL_ZERO_INTMAX_ENTRY: ['i', 'checked', '0', '2147483647'],
  NEIGH_SYSCTL_JIFFIES_ENTRY: ['j'],
  NEIGH_SYSCTL_USERHZ_JIFFIES_ENTRY: ['h'],
  NEIGH_SYSCTL_MS_JIFFIES_REUSED_ENTRY: ['k'],
  NEIGH_SYSCTL_MS_JIFFIES_POSITIVE_ENTRY: ['k', 'checked', '1'],
  proc_dostring: ['s'],
  proc_dostring_coredump: ['s'],
  proc_do_uts_string: ['s'],
  proc_do_large_bitmap: ['B'],
  // Own handlers that call one of the above, read in their source.
  proc_do_static_key: ['i', 'checked', '0', '1'],
  bpf_stats_handler: ['i', 'checked', '0', '1'],
  ipv4_local_port_range: ['i', 'checked', '1', '65535'],
  ipv4_privileged_ports: ['i', 'checked', '0', '65535'],
  proc_dopipe_max_size: ['u'],
  pipe_proc_fn: ['u'],
  laptop_mode_handler: ['j'],
  overcommit_kbytes_handler: ['l'],
  dirty_bytes_handler: ['l', 'checked'],
  dirty_background_bytes_handler: ['l', 'checked'],
  overcommit_ratio_handler: ['i'],
  flow_limit_cpu_sysctl: ['m'],
  brnf_sysctl_call_tables: ['b'],
};
// They call proc_dointvec_minmax() first and act on the new value then.
for (const name of [
  'compaction_proactiveness_sysctl_handler',
  'dirty_background_ratio_handler',
  'dirty_ratio_handler',
  'min_free_kbytes_sysctl_handler',
  'overcommit_policy_handler',
  'percpu_pagelist_fraction_sysctl_handler',
  'percpu_pagelist_high_fraction_sysctl_handler',
  'perf_cpu_time_max_percent_handler',
  'perf_event_max_sample_rate_handler',
  'perf_event_max_stack_handler',
  'perf_proc_update_handler',
  'sysctl_min_slab_ratio_sysctl_handler',
  'sysctl_min_unmapped_ratio_sysctl_handler',
  'watermark_scale_factor_sysctl_handler',
  'bpf_unpriv_handler',
])
  handlers[name] = ['i', 'checked'];

/** Of handlers that are not named above: what the field they write to holds. */
const types = { int: 'i', bool: 'i', u8: 'o', uint: 'u', ulong: 'l', string: 's', 'bitmap-list': 'B', cpumask: 'm' };

const limits = {
  i: [-2147483648n, 2147483647n],
  o: [0n, 255n],
  u: [0n, 4294967295n],
  l: [0n, 2n ** 64n - 1n],
  K: [0n, 2n ** 64n - 1n],
};

/** Parsers of their own, whatever their field holds. */
const own =
  /^(?:proc_dodebug|proc_do_defense_mode|proc_cap_handler|proc_do_sync_threshold|proc_do_hmac_alg|addrconf_sysctl_stable_secret|proc_local_port_range|kexec_limit_handler|proc_do_xprt|sysctl_sys_info_handler|proc_mem_profiling_handler|svcrdma_counter_handler|read_reset_stat|xfs_stats_clear_proc_handler)$/;

const units = { s: 's', ms: 'ms', us: 'us', ns: 'ns', bytes: 'bytes', KiB: 'KiB', pages: 'pages', '%': '%', '1/100 s': 'cs' };
const scopes = {
  global: 'g',
  'global (init netns only)': 'i',
  'per-netns': 'n',
  'per-ipcns': 'p',
  'per-userns': 'u',
  'per-utsns': 't',
};

// Tables that moved to another directory of the sources are no removal; nor is one that a single vendor's tree brought.
const moved =
  /^kernel\.(?:ieee_emulation_warnings|kstack_depth_to_print|loadpin\.|real-root-dev|reboot-cmd|scons-poweroff|sched_itmt_enabled|sg-big-buff|soft-power|spin_retry|stop-a|tsb-ratio|unaligned-dump-stack|userprocess_debug|compat-log)|^dev\./;
/** What moved to debugfs in 5.13, a version that is not among those that were read. */
const toDebugfs =
  /^kernel\.(?:numa_balancing_scan_|sched_(?:domain|latency_ns|migration_cost_ns|min_granularity_ns|nr_migrate|tunable_scaling|wakeup_granularity_ns)$)/;
// Vendors' keys, which facts/curated.ts names; and what is registered below a directory, not a setting.
const foreign =
  /^(?:fs\.binfmt_misc\.<name>|fs\.may_detach_mounts|kernel\.exec-shield.*|kernel\.unprivileged_userns_clone|net\.ipv4\.tcp_(?:default_init_rwnd|tw_timeout)|vm\.(?:oom-kill|pagecache|extra_free_kbytes|min_free_order_shift)|kernel\.apparmor_.*)$/;
const goneBeforeTheTable = ['kernel.maps_protect', 'net.ipv4.ip_conntrack_max', 'vm.bdflush'];
// A capability opens these in spite of their mode.
const writable = /^kernel\.(?:ns_last_pid|(?:msg|sem|shm)_next_id)$/;
/** Forms whose bounds the sources compute or check in a handler of their own, read there and measured. */
const computed = {
  // Its static bound is raised at boot.
  'fs.nr_open': 'i,6.13:u',
  // Since then the fourth is checked.
  'kernel.sem': 'i4,4.20:i4',
  'net.ipv4.fib_multipath_hash_fields': 'u[1..4095]',
  'net.ipv6.fib_multipath_hash_fields': 'u[1..4095]',
  'net.ipv4.tcp_child_ehash_entries': 'u[0..16777216]',
  'net.ipv4.udp_child_hash_entries': 'u[0..65536]',
  // UINT_MAX / HZ: what is too much for the slowest clock is too much for all.
  'net.ipv4.tcp_probe_interval': 'i,4.19:u[..42949672]',
  // In bytes behind the scenes, and rounded.
  'net.ipv4.neigh.<iface>.unres_qlen': 'i[0..]',
  'net.ipv6.neigh.<iface>.unres_qlen': 'i[0..]',
  'net.ipv6.conf.<iface>.addr_gen_mode': 'i[0..3]',
  'net.ipv6.conf.<iface>.force_forwarding': 'i[0..1]',
  'net.ipv6.conf.<iface>.mtu': 'i[1280..]',
  'net.ipv6.ioam6_id': 'u[0..16777215]',
  'net.mptcp.blackhole_timeout': 'u[0..2147483647]',
  'net.mptcp.pm_type': 'o[0..1]',
  'net.netfilter.nf_hooks_lwtunnel': 'i[0..1]',
};
/** Defaults that the sources compute, read there; some did so in older ones only. */
const defaults = {
  'net.core.rmem_max': '212992,6.18:4194304',
  'net.core.wmem_max': '212992,6.18:4194304',
  'net.core.rmem_default': '212992',
  'net.core.wmem_default': '212992',
  'net.core.optmem_max': '20480,6.8:131072',
  'net.ipv4.tcp_fack': '?,4.15:0',
  'net.ipv4.tcp_fastopen': '0,3.13:1',
  'net.ipv4.tcp_tw_reuse': '0,4.19:2',
  'kernel.msgmni': '?,3.17:32000',
  'kernel.sem': '250 32000 32 128,3.19:32000 1024000000 500 32000',
  'vm.zone_reclaim_mode': '?,3.16:0',
};

const directories = new Map();
for (const row of rows) {
  if (foreign.test(row.name)) continue;
  const cut = row.name.lastIndexOf('.');
  const [directory, name] = [row.name.slice(0, cut), row.name.slice(cut + 1)];
  const words = [name, computed[row.name] ?? formsOf(row).join(',')];
  const usual = defaults[row.name] ?? defaultsOf(row);
  if (usual) words.push(`=${usual.replaceAll(' ', '_')}`);
  if (row.introduced && row.introduced !== '<=2.6.32') words.push(`+${row.introduced}${lastWithout(row)}`);
  if (goneBeforeTheTable.includes(row.name)) words.push('-2.6.32');
  else if (row.removed && row.confidence === 'ok' && !moved.test(row.name))
    words.push(`-${row.removed === '5.14' && toDebugfs.test(row.name) ? '5.13' : row.removed}`);
  // unres_qlen is turned into unres_qlen_bytes.
  if (row.no_effect_since === '(always)') words.push('~0.0');
  else if (/^\d/.test(row.no_effect_since) && !row.name.endsWith('.unres_qlen')) words.push(`~${row.no_effect_since}`);
  if (/^[rw]o$/.test(row.mode) && !writable.test(row.name)) words.push(`!${row.mode}`);
  // Each number of lowmem_reserve_ratio is a divisor.
  if (units[row.unit] && row.name !== 'vm.lowmem_reserve_ratio') words.push(`%${units[row.unit]}`);
  if (scopes[row.scope]) words.push(`@${scopes[row.scope]}${/^\d/.test(row.per_netns_since) ? row.per_netns_since : ''}`);
  directories.set(directory, [...(directories.get(directory) ?? []), words.join(' ')]);
}

/** `<3.11` where nobody looked at the versions between that and the first one known to have the key. */
function lastWithout({ introduced_range }) {
  const [, last] = /^\((\S+),/.exec(introduced_range) ?? [];
  return last ? `<${last}` : '';
}

/** `i,4.19:i[0..2],5.14:o[0..2]`: what the key takes, and what it took from which version on. */
function formsOf(row) {
  const [, base = '', size = ''] = /^([^[]*)(?:\[(\w+)[^\]]*\])?/.exec(row.type) ?? [];
  const now = { from: 0, handler: row.handler, min: row.min, max: row.max };
  const told = row.bounds_history ? row.bounds_history.split('; ').map(readForm) : [now];
  const history = smooth(
    trusted(told.filter((f, i) => i === 0 || f.from <= lastTrusted)).map((f) => ({ from: f.from, ...meaning(f, base) })),
  );
  const fields = size === '' ? '' : /^\d+$/.test(size) ? size : undefined;
  return history.map(({ from, kind, min, max }, i) => {
    const bounds = min === undefined && max === undefined ? '' : `[${min ?? ''}..${max ?? ''}]`;
    const what = fields === undefined ? 'c' : kind + fields + bounds;
    return i === 0 ? what : `${formatVersion(from)}:${what}`;
  });
}

function readForm(text) {
  const [, from, handler, min, max] = /^([\d.]+)\+: (.*)\[(\S+?)\.\.(\S+)\]$/.exec(text);
  return {
    from: version(from),
    handler: handler.split(' ').at(-1),
    min: min === 'None' ? '' : min,
    max: max === 'None' ? '' : max,
  };
}

/** What is in force at the first version to be trusted, and what follows. */
function trusted(entries) {
  const start = entries.findLast((e) => e.from <= firstTrusted);
  return [...(start ? [{ ...start, from: 0 }] : []), ...entries.filter((e) => e.from > firstTrusted)];
}

function meaning({ handler, min, max }, base) {
  if (own.test(handler) || (!handlers[handler] && !types[base])) return { kind: base === '' ? '?' : 'c' };
  const [kind, checked, low, high] = handlers[handler] ?? [types[base], 'checked'];
  if (!checked || (min !== '' && max !== '' && BigInt(min) > BigInt(max))) return { kind };
  return { kind, ...bound('min', low ?? min, limits[kind]?.[0]), ...bound('max', high ?? max, limits[kind]?.[1]) };
}

function bound(name, text, natural) {
  return text && BigInt(text) !== natural ? { [name]: text } : {};
}

/**
 * A change that is taken back and made again later came by a stable tree: until it is made for good, the loosest of what
 * stands between holds, for what a kernel refuses is told as an error.
 */
function smooth(entries) {
  const merged = entries.filter((e, i) => i === 0 || !same(e, entries[i - 1]));
  const i = merged.findIndex((e, k) => merged.slice(k + 1).some((later) => same(e, later)));
  if (i === -1) return merged;
  const j = merged.findLastIndex((e) => same(e, merged[i]));
  const loosest = merged.slice(i, j + 1).reduce((a, b) => (room(b) > room(a) ? b : a));
  return smooth([...merged.slice(0, i), { ...loosest, from: merged[i].from }, ...merged.slice(j)]);
}
function same(a, b) {
  return a.kind === b.kind && a.min === b.min && a.max === b.max;
}

function room({ kind, min, max }) {
  const [low, high] = limits[kind] ?? [-(2n ** 65n), 2n ** 65n];
  return (max === undefined ? high : BigInt(max)) - (min === undefined ? low : BigInt(min));
}

/** `128,5.4:4096`; a `?` from where it is not known. Undefined where memory, hardware or the build decide, or a machine said otherwise. */
function defaultsOf(row) {
  const value = (text) => (/^-?\d+(?: -?\d+)*$/.test(text) ? text : '?');
  if (row.confidence !== 'ok' || /CONFIG_|IS_ENABLED|IS_BUILTIN|HZ|PAGE_SIZE|BITS|NR_CPUS|sizeof/.test(row.default_expr))
    return undefined;
  const live = row.live_value_6_18;
  if (!row.default_history) {
    const sure =
      live === ''
        ? value(row.default) !== '?' && !/zero/.test(row.default_expr) && row.default_expr !== ''
        : live === row.default;
    return sure && value(row.default) !== '?' ? row.default : undefined;
  }
  const all = trusted(
    row.default_history
      .split('; ')
      .map((part) => ({ from: version(part.split('+: ')[0]), value: value(part.split('+: ')[1]) })),
  );
  const steady = all.map((e) => {
    const again =
      all.some((o) => o.from < e.from && o.value === e.value) || all.some((o) => o.from > e.from && o.value === e.value);
    return e.from > lastTrusted || again ? { ...e, value: '?' } : e;
  });
  const now = steady.findLast((e) => e.from <= 6018);
  if (!now || now.value === '?' || live !== now.value) return undefined;
  return steady.map((e, i) => (i === 0 ? e.value : `${formatVersion(e.from)}:${e.value}`)).join(',');
}

function version(text) {
  const [major, minor] = text.split('.').map(Number);
  return major * 1000 + minor;
}
function formatVersion(v) {
  return `${Math.floor(v / 1000)}.${v % 1000}`;
}

const lines = [...directories].sort().flatMap(([directory, keys]) => [`/${directory}`, ...keys.sort()]);
writeFileSync(
  target,
  `// Generated by scripts/sysctl-keys.mjs: do not edit.
// The sysctl keys of 63 Linux versions, 2.6.32 to 7.3-rc7, read out of the ctl_table arrays of their sources on 2026-11-18.
// Names, types, bounds and version numbers are facts; nothing of the sources' text (GPL-2.0) is in here.
// A directory line is \`/net.ipv4\`; a key line is \`name forms\`, then, where there is one: \`=\` defaults, \`+\` the version that brought
// it (absent: 2.6.32 or older; \`<\` the last one known to be without it, where that is not the one before), \`-\` the version by which it was gone, \`~\` the version by which it did nothing any more, \`!ro\` or
// \`!wo\`, \`%\` its unit, \`@\` its scope (g global, i global and seen in the first network namespace only, n network, p IPC, t UTS,
// u user namespace; the version that made it so).
// Forms are divided by commas, later ones led by their first version: \`i,4.19:i[0..2]\`. A form is what is read, how many of it
// where more than one, and its bounds where they are narrower than those of the type: i int, u unsigned, l unsigned long, o one byte,
// b any number as a switch, j seconds, k milliseconds, K the same as a long, h hundredths of a second, s text, B list of numbers and
// ranges, m CPU mask, c own parser, ? unknown. Defaults are written alike, with \`_\` for a blank and \`?\` where not known.
// What is told begins with Linux 3.9. \`<iface>\` and its like stand for any name.
export const keysData = \`${lines.join('\n')}\`;
`,
);

function parseCsv(text) {
  const table = [];
  let row = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1) table.push(row);
    row = [];
  }
  const [header, ...body] = table;
  return body.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])));
}
