import { ruleFor } from '../../core/rule.ts';
import { insertBelow } from '../model/edits.ts';
import { type Assignment, at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/port-range-too-low',
  since: '0.1.0',
  messages: {
    low: {
      severity: 'warning',
      en: '{key} begins at {low}, below the ports of many services, and nothing is reserved: an outgoing connection can hold a port when its service starts, which then fails with "Address already in use"',
      'zh-CN':
        '{key} 从 {low} 开始，低于许多服务的端口，且没有保留任何端口：外连可能占住某个服务的端口，使它启动时以 “Address already in use” 失败',
    },
  },
  fixes: {
    reserve: {
      safety: 'manual',
      en: 'add net.ipv4.ip_local_reserved_ports as a comment, to be filled with the ports of your services',
      'zh-CN': '以注释形式加入 net.ipv4.ip_local_reserved_ports，请填入服务使用的端口',
    },
  },
  check({ readings }, report) {
    const told = new Set<Assignment>();
    for (const reading of readings) {
      const range = reading.winner('net/ipv4/ip_local_port_range');
      const [low, high] = range?.numbers ?? [];
      if (!range || told.has(range) || low === undefined || low < 1 || low > 10000) continue;
      // The kernel refuses such a range.
      if (high !== undefined && (high < low || high > 65535)) continue;
      const reserved = reading.winner('net/ipv4/ip_local_reserved_ports');
      if (reserved && reserved.value.text !== '') continue;
      told.add(range);
      report(
        at(range, range.value),
        'low',
        { key: range.line.key.text, low: String(low) },
        { fixes: [{ fix: 'reserve', edits: insertBelow(range, '# net.ipv4.ip_local_reserved_ports = 8080,9000-9100') }] },
      );
    }
  },
});
