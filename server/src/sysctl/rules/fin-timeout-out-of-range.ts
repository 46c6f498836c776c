import { ruleFor } from '../../core/rule.ts';
import { setValue } from '../model/edits.ts';
import { at, type Sysctl } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/fin-timeout-out-of-range',
  since: '0.1.0',
  messages: {
    none: {
      severity: 'error',
      en: '{key} = {value} is no time: the kernel takes it without complaint and leaves a peer only 3.5 retransmission timeouts, less than a second on a fast path, for its FIN',
      'zh-CN': '{key} = {value} 不是有效的时间：内核照单全收，却只给对端 3.5 个重传超时（快速链路上不足一秒）来发送 FIN',
    },
    low: {
      severity: 'warning',
      en: '{key} = {value} gives slow peers {seconds} to send their FIN: one that comes later is answered with RST',
      'zh-CN': '{key} = {value} 只给较慢的对端 {seconds}来发送 FIN：更晚到达的 FIN 会得到 RST',
    },
    high: {
      severity: 'warning',
      en: '{key} = {value} keeps each orphaned connection as a full socket for {more} before its last 60 s in FIN_WAIT_2: up to 60 the kernel keeps a light entry only',
      'zh-CN':
        '{key} = {value} 会让每个孤儿连接先以完整 socket 的形式保留 {more}，再进入最后 60 秒的 FIN_WAIT_2：不超过 60 时内核只保留轻量条目',
    },
  },
  fixes: {
    standard: { safety: 'manual', en: "write the kernel's default, 60", 'zh-CN': '改为内核默认值 60' },
  },
  check(sysctl, report) {
    for (const a of sysctl.effective('net.ipv4.tcp_fin_timeout')) {
      const seconds = a.numbers?.[0];
      if (seconds === undefined || (seconds > 10 && seconds <= 60)) continue;
      const where = at(a, a.value);
      const data = { key: a.line.key.text, value: String(seconds) };
      const fixes = [{ fix: 'standard' as const, edits: setValue(a, '60') }];
      if (seconds <= 0) report(where, 'none', data, { fixes });
      else if (seconds <= 10) report(where, 'low', { ...data, seconds: { seconds } }, { fixes });
      else report(where, 'high', { ...data, more: { seconds: seconds - 60 } }, { fixes });
    }
  },
});
