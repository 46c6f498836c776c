import { ruleFor } from '../../core/rule.ts';
import { all, since } from '../../core/version.ts';
import { insertBelow, remove } from '../model/edits.ts';
import { at, type Sysctl, type SysctlFile, spanOfSetting } from '../model/model.ts';

const established = 'net/netfilter/nf_conntrack_tcp_timeout_established';
const timeWait = 'net/netfilter/nf_conntrack_tcp_timeout_time_wait';
const most = ['net/netfilter/nf_conntrack_max', 'net/nf_conntrack_max'];
const buckets = 'net/netfilter/nf_conntrack_buckets';
const keepalive = 'net/ipv4/tcp_keepalive_time';
/** What the kernel waits before the first probe where nothing sets it. */
const keepaliveDefault = 7200;
/** nf_conntrack_init_start(): since 5.15 with more than 4 GiB; a quarter before. */
const bucketsAtMost = 262_144;
/** Four connections to a bucket: what the kernel itself allowed up to 5.14. */
const entriesAtMost = 4 * bucketsAtMost;

export default ruleFor<Sysctl>()({
  id: 'sysctl/conntrack-timeouts',
  since: '0.2.0',
  supersedes: ['sysctl/conntrack-is-not-socket'],
  messages: {
    timeWait: {
      severity: 'warning',
      en: '{key} = {value} forgets a connection before its TIME_WAIT of 60 s is over: what comes late is unknown to the firewall and may be dropped',
      'zh-CN': '{key} = {value} 会在 60 秒的 TIME_WAIT 结束之前忘掉连接：迟到的报文对防火墙来说已是未知的，可能被丢弃',
    },
    established: {
      severity: 'warning',
      en: '{key} = {value} forgets an idle connection before TCP keepalive sends its first probe after {keepalive} ({place}): the probe comes too late to keep it alive',
      'zh-CN':
        '{key} = {value} 会在 TCP keepalive 于 {keepalive}后发出第一个探测（{place}）之前忘掉空闲连接：探测来得太晚，保不住它',
    },
    buckets: {
      severity: 'info',
      en: '{key} = {value} allows {chain} entries per bucket of the table of connections, and every packet searches a bucket: the kernel makes the table no larger than 262144 buckets by itself, and nothing here sets net.netfilter.nf_conntrack_buckets',
      'zh-CN':
        '{key} = {value} 允许连接跟踪表的每个桶积累到 {chain} 个条目，而每个包都要在桶里逐个查找：内核自己最多分配 262144 个桶，而这里没有设置 net.netfilter.nf_conntrack_buckets',
    },
  },
  notes: { keepalive: { en: 'the time before the first probe', 'zh-CN': '第一个探测之前的时间' } },
  fixes: {
    remove: { safety: 'unsafe', en: 'delete {key}: the default is longer', 'zh-CN': '删除 {key}：默认值更长' },
    buckets: { safety: 'manual', en: 'add {line}', 'zh-CN': '加上 {line}' },
  },
  check({ readings, target, files }, report) {
    const told = new Set<unknown>();
    const resizable = all(target.kernel, since('4.8')) && target.containers.length === 0;
    for (const { winner } of readings) {
      for (const path of most) {
        const many = winner(path);
        const value = many?.numbers?.[0];
        if (!resizable || !many || value === undefined || value <= entriesAtMost || told.has(many)) continue;
        if (winner(buckets) || files.some(setsHashSize)) continue;
        told.add(many);
        const line = `net.netfilter.nf_conntrack_buckets = ${Math.ceil(value / 4)}`;
        // An entry for each direction.
        const data = {
          key: many.line.key.text,
          value: String(value),
          chain: { count: Math.round((2 * value) / bucketsAtMost) },
        };
        report(at(many, many.value), 'buckets', data, {
          fixes: many.glob ? [] : [{ fix: 'buckets', edits: insertBelow(many, line), data: { line } }],
        });
      }
      const short = winner(timeWait);
      const value = short?.numbers?.[0];
      if (short && value !== undefined && value >= 0 && value < 60 && !told.has(short)) {
        told.add(short);
        const key = short.line.key.text;
        const fixes = short.glob ? [] : [{ fix: 'remove' as const, edits: remove(short), data: { key } }];
        report(at(short, short.value), 'timeWait', { key, value: String(value) }, { fixes });
      }
      const idle = winner(established);
      const seconds = idle?.numbers?.[0];
      const probe = winner(keepalive);
      const wait = probe?.numbers?.[0];
      // Where nobody set the other one, nobody relies on it either.
      if (!idle || seconds === undefined || seconds < 0 || told.has(idle) || !probe || wait === undefined) continue;
      if (seconds >= wait || wait > keepaliveDefault) continue;
      told.add(idle);
      const key = idle.line.key.text;
      const place = spanOfSetting(probe);
      report(
        at(idle, idle.value),
        'established',
        { key, value: String(seconds), keepalive: { seconds: wait }, place: { place } },
        {
          related: [{ note: 'keepalive', at: place }],
          fixes: idle.glob ? [] : [{ fix: 'remove', edits: remove(idle), data: { key } }],
        },
      );
    }
  },
});

/** As an option of the module, elsewhere. */
const setsHashSize = ({ source }: SysctlFile) => /hash_?size/i.test(source.text);
