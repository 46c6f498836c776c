import { ruleFor } from '../../core/rule.ts';
import { type Directive, spanOf, wordsOf } from '../../nginx/model/model.ts';
import { type Assignment, spanOfSetting } from '../../sysctl/model/model.ts';
import { lowest, type Machine } from '../model.ts';

export default ruleFor<Machine>()({
  id: 'machine/connections-above-file-limit',
  since: '0.2.0',
  messages: {
    rlimit: {
      severity: 'warning',
      en: '{line} has no effect: the kernel refuses a limit above fs.nr_open = {limit} ({place}), nginx logs it and keeps the old one',
      'zh-CN': '{line} 不起作用：内核拒绝高于 fs.nr_open = {limit}（{place}）的限制，nginx 只记一条日志并沿用旧值',
    },
    worker: {
      severity: 'warning',
      en: '{line} cannot be reached: each connection takes a file descriptor, and no process gets more than fs.nr_open = {limit} ({place})',
      'zh-CN': '{line} 无法达到：每个连接占用一个文件描述符，而任何进程都不能超过 fs.nr_open = {limit}（{place}）',
    },
    machine: {
      severity: 'warning',
      en: '{workers} workers with {line} each want {wanted} file descriptors, the whole machine has fs.file-max = {limit} ({place})',
      'zh-CN': '{workers} 个 worker 各有 {line}，共需 {wanted} 个文件描述符，而整台机器只有 fs.file-max = {limit}（{place}）',
    },
  },
  notes: { limit: { en: 'the limit', 'zh-CN': '上限' } },
  toldAt: ['limit'],
  check({ nginx, sysctl }, report) {
    const connections = only(nginx.directives('worker_connections'));
    const perWorker = numberOf(connections);
    // Where no file sets it, it is 1,048,576, or what systemd made of it at boot: 1,073,741,816 on RHEL 9.
    const perProcess = lowest(sysctl, 'fs.nr_open');
    const rlimit = only(nginx.directives('worker_rlimit_nofile'));
    const wanted = numberOf(rlimit);
    const about = (a: Assignment) => ({ related: [{ note: 'limit', at: spanOfSetting(a) }] as const });
    if (rlimit && wanted !== undefined) {
      const line = wordsOf(rlimit);
      if (perProcess && wanted > perProcess.value) {
        const data = { line, limit: perProcess.value, place: { place: spanOfSetting(perProcess.setting) } };
        report(spanOf(rlimit), 'rlimit', data, about(perProcess.setting));
      }
    }
    if (!connections || perWorker === undefined) return;
    const line = wordsOf(connections);
    if (perProcess && perWorker > perProcess.value) {
      const data = { line, limit: perProcess.value, place: { place: spanOfSetting(perProcess.setting) } };
      report(spanOf(connections), 'worker', data, about(perProcess.setting));
    }
    const whole = lowest(sysctl, 'fs.file-max');
    const workers = numberOf(only(nginx.directives('worker_processes')));
    if (!whole || workers === undefined || workers * perWorker <= whole.value) return;
    const data = { line, workers, wanted: { count: workers * perWorker }, limit: whole.value };
    report(spanOf(connections), 'machine', { ...data, place: { place: spanOfSetting(whole.setting) } }, about(whole.setting));
  },
});

const only = (list: readonly Directive[]): Directive | undefined => (list.length === 1 ? list[0] : undefined);

/** undefined also for `auto`. */
function numberOf(d: Directive | undefined): number | undefined {
  const text = d?.node.args[0]?.text ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
