import { nameOf } from '../../core/path.ts';
import { ruleFor } from '../../core/rule.ts';
import { type Sysctl, spanOfSetting } from '../model/model.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/ignored-file',
  since: '0.2.0',
  messages: {
    atBoot: {
      severity: 'warning',
      en: 'the boot of the targeted systems does not read /etc/sysctl.conf: what stands here is set by "sysctl -p" and "sysctl --system" alone; the boot reads files such as /etc/sysctl.d/99-local.conf',
      'zh-CN':
        '目标系统启动时不读取 /etc/sysctl.conf：这里的设置只有 “sysctl -p” 和 “sysctl --system” 才会应用；启动时读取的是 /etc/sysctl.d/99-local.conf 这样的文件',
    },
    ending: {
      severity: 'warning',
      en: 'neither the boot nor "sysctl --system" reads {name}, because it does not end in .conf: call it {right}',
      'zh-CN': '启动时和 “sysctl --system” 都不会读取 {name}，因为它不以 .conf 结尾：请改名为 {right}',
    },
    replaced: {
      severity: 'info',
      en: 'nobody reads this file: {file} has the same name, and its directory goes before this one',
      'zh-CN': '没有程序读取这个文件：{file} 与它同名，而那个目录优先',
    },
  },
  check({ files, readings, target, replacedBy }, report) {
    for (const file of files) {
      const [first] = file.assignments;
      if (!first) continue;
      const { path } = file.source;
      const name = nameOf(path);
      if (sysctlDirectory.test(path) && overlooked.test(name))
        report(spanOfSetting(first), 'ending', { name, right: `${name.replace(almostConf, '')}.conf` });
      if (replacedBy) report(spanOfSetting(first), 'replaced', { file: replacedBy });
      const boots = readings.filter((r) => r.programs.includes('boot'));
      if (path.endsWith('/etc/sysctl.conf') && target.sysctlConfAtBoot === false && !boots.some((r) => r.files.includes(file)))
        report(spanOfSetting(first), 'atBoot', {});
    }
  },
});

const sysctlDirectory = /\/(?:etc|run|lib)\/sysctl\.d\/[^/]+$/;
const almostConf = /\.(?:cnf|cfg|config|CONF)$/;
/** Other endings (`.off`, `.bak`, `.rpmsave`) put a file aside on purpose. */
const overlooked = new RegExp(`^[^.]+$|${almostConf.source}`);
