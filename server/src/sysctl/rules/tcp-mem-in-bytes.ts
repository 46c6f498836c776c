import { ruleFor } from '../../core/rule.ts';
import { setValue } from '../model/edits.ts';
import { type Assignment, at, type Reading, type Sysctl, spanOfSetting } from '../model/model.ts';

/** The usual page; other page sizes make the same number mean more. */
const pageSize = 4096;
/** In pages: 1 TiB. No machine whose owner counts in pages gives TCP more. */
const beyondMemory = 2 ** 40 / pageSize;

export default ruleFor<Sysctl>()({
  id: 'sysctl/tcp-mem-in-bytes',
  since: '0.1.0',
  messages: {
    huge: {
      severity: 'warning',
      en: '{key} counts pages, not bytes: {value} lets it use {memory}, so the kernel never sees memory pressure and has no limit before memory runs out',
      'zh-CN': '{key} 的单位是页而不是字节：{value} 允许使用 {memory}，内核永远不会进入内存压力状态，直到内存耗尽都没有限制',
    },
    copied: {
      severity: 'warning',
      en: '{key} counts pages, not bytes: {value}, the number of {other} ({place}), lets it use {memory}',
      'zh-CN': '{key} 的单位是页而不是字节：{value} 与 {other}（{place}）的数值相同，却允许使用 {memory}',
    },
  },
  notes: {
    bytes: { en: 'bytes here', 'zh-CN': '这里的单位是字节' },
  },
  fixes: {
    divide: {
      safety: 'manual',
      en: 'write the same sizes in pages of 4 KiB: {pages}',
      'zh-CN': '以 4 KiB 页为单位写出同样的大小：{pages}',
    },
  },
  check({ readings }, report) {
    const told = new Set<Assignment>();
    for (const reading of readings)
      for (const path of ['net/ipv4/tcp_mem', 'net/ipv4/udp_mem']) {
        const a = reading.winner(path);
        if (!a?.numbers || told.has(a)) continue;
        const most = a.numbers.reduce((x, y) => Math.max(x, y), 0);
        const other = most < beyondMemory ? sameNumber(reading, most) : undefined;
        if (most < beyondMemory && !other) continue;
        told.add(a);
        const data = { key: a.line.key.text, value: String(most), memory: { bytes: most * pageSize } };
        const pages = a.numbers.map((n) => Math.max(1, Math.round(n / pageSize))).join(' ');
        const fixes = [{ fix: 'divide' as const, edits: setValue(a, pages), data: { pages } }];
        if (!other) report(at(a, a.value), 'huge', data, { fixes });
        else {
          const place = spanOfSetting(other);
          const related = [{ note: 'bytes' as const, at: place }];
          report(at(a, a.value), 'copied', { ...data, other: other.line.key.text, place: { place } }, { related, fixes });
        }
      }
  },
});

/** A buffer size in bytes, of at least 4 MiB, with the same largest number: as pages it would be 16 GiB or more. */
function sameNumber(reading: Reading, most: number): Assignment | undefined {
  if (most < 2 ** 22) return undefined;
  return ['net/core/rmem_max', 'net/core/wmem_max', 'net/ipv4/tcp_rmem', 'net/ipv4/tcp_wmem']
    .map((path) => reading.winner(path))
    .find((b) => b?.numbers?.at(-1) === most);
}
