import { ruleFor } from '../../core/rule.ts';
import { setValue } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';
import { portList } from '../model/ports.ts';

/** Where well-known servers listen, above 1024. */
const services: ReadonlyMap<number, string> = new Map([
  [1433, 'SQL Server'],
  [2181, 'ZooKeeper'],
  [2379, 'etcd'],
  [3000, 'Grafana'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [5672, 'RabbitMQ'],
  [6379, 'Redis'],
  [8080, 'HTTP'],
  [9000, 'PHP-FPM'],
  [9090, 'Prometheus'],
  [9092, 'Kafka'],
  [9200, 'Elasticsearch'],
  [11211, 'memcached'],
  [27017, 'MongoDB'],
]);

export default ruleFor<Sysctl>()({
  id: 'sysctl/reserved-ports',
  since: '0.2.0',
  messages: {
    outside: {
      severity: 'info',
      en: '{ports} need no reservation: {key} matters only inside the range of outgoing ports, {first} to {last}',
      'zh-CN': '{ports} 不需要保留：{key} 只对主动连接的端口范围 {first} 到 {last} 内的端口有意义',
    },
    missing: {
      severity: 'info',
      en: '{key} leaves out {ports}: these servers cannot start while an outgoing connection has their port',
      'zh-CN': '{key} 没有包含 {ports}：一旦它们的端口被主动连接占用，这些服务就无法启动',
    },
  },
  fixes: {
    add: { safety: 'manual', en: 'reserve {ports} as well', 'zh-CN': '同时保留 {ports}' },
  },
  check(sysctl, report) {
    for (const { winner } of sysctl.readings) {
      const reserved = winner('net/ipv4/ip_local_reserved_ports');
      const range = winner('net/ipv4/ip_local_port_range');
      if (!reserved || reserved.glob) continue;
      const listed = portList(reserved.value.text);
      const [first, last] = range ? (range.numbers ?? []) : [32768, 60999];
      if (!listed || first === undefined || last === undefined || last < first) continue;
      const key = reserved.line.key.text;
      if (listed.every(([from, to]) => to < first || from > last)) {
        const ports = { list: listed.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)), word: 'and' as const };
        report(at(reserved, reserved.value), 'outside', { ports, key, first, last });
        return;
      }
      // Whoever reserved one of these knows which of them run there.
      const open = [...services].filter(([port]) => port >= first && port <= last);
      if (!range || open.length === 0 || open.some(([port]) => listed.some(([from, to]) => from <= port && port <= to))) return;
      const named = { list: open.map(([port, name]) => `${port} (${name})`), word: 'and' as const };
      const numbers = { list: open.map(([port]) => `${port}`), word: 'and' as const };
      const text = `${reserved.value.text},${open.map(([port]) => port).join(',')}`;
      report(
        at(reserved, reserved.value),
        'missing',
        { key, ports: named },
        { fixes: [{ fix: 'add', edits: setValue(reserved, text), data: { ports: numbers } }] },
      );
      return;
    }
  },
});
