import { ruleFor } from '../../core/rule.ts';
import type { VersionRange } from '../../core/version.ts';
import { factsOf } from '../facts/keys.ts';
import { type Assignment, at, type Sysctl, type SysctlFile } from '../model/model.ts';
import { isPresent } from '../model/settings.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/needs-module',
  since: '0.2.0',
  messages: {
    one: {
      severity: 'warning',
      en: '{key} exists only while the module {module} is loaded, and the boot applies this file before anything loads it: name {module} in a file of /etc/modules-load.d, which is read earlier',
      'zh-CN':
        '{key} 只有在加载模块 {module} 后才存在，而启动时应用本文件早于该模块的加载：请在 /etc/modules-load.d 的文件中写上 {module}，它们读取得更早',
    },
    zero: {
      severity: 'info',
      en: '{key} = 0 is not applied at boot, for it exists only while the module {module} is loaded; when something loads it later, the value is 1 until a udev rule or somebody applies this file again',
      'zh-CN':
        '启动时不会应用 {key} = 0，因为它只有在加载模块 {module} 后才存在；之后若有程序加载该模块，它的值是 1，直到由 udev 规则或人工再次应用本文件',
    },
    several: {
      severity: 'warning',
      en: '{key}, with {count} more of this file, exists only while the module {module} is loaded, and the boot applies this file before anything loads it: name {module} in a file of /etc/modules-load.d, which is read earlier',
      'zh-CN':
        '{key} 以及本文件中的另外 {count} 个键只有在加载模块 {module} 后才存在，而启动时应用本文件早于该模块的加载：请在 /etc/modules-load.d 的文件中写上 {module}，它们读取得更早',
    },
  },
  check({ files, target, modules }, report) {
    // A container cannot load modules: its host has them or not.
    if (target.containers.length > 0) return;
    for (const file of files) {
      if (modules.size === 0 && loadsModules(file)) continue;
      for (const [module, [first, ...more]] of byModule(file, target.kernel)) {
        if (!first || modules.has(module)) continue;
        const data = { key: first.line.key.text, module };
        // Without the module nothing of the kind happens: what these ask for holds at boot all the same.
        const off = module === 'br_netfilter' && [first, ...more].every((a) => a.numbers?.[0] === 0);
        if (off) report(at(first, first.line.key), 'zero', data);
        else if (more.length) report(at(first, first.line.key), 'several', { ...data, count: more.length });
        else report(at(first, first.line.key), 'one', data);
      }
    }
  },
});

/** Keys that a module registers when it is loaded, where distributions build it as one. Sources: the register calls of each. */
const owners: readonly (readonly [RegExp, string])[] = [
  [/^net\/(?:netfilter\/nf_conntrack_|nf_conntrack_max$)/, 'nf_conntrack'],
  [/^net\/bridge\/bridge-nf-/, 'br_netfilter'],
  [/^net\/ipv4\/vs\//, 'ip_vs'],
  [/^net\/sctp\//, 'sctp'],
  [/^net\/mpls\//, 'mpls_router'],
];

/** The keys that need each module; left out are those whose failure the file forgives (`-key`) and those that no targeted kernel has. */
function byModule(file: SysctlFile, kernels: readonly VersionRange[]): Map<string, Assignment[]> {
  const found = new Map<string, Assignment[]>();
  for (const a of file.assignments) {
    const module = a.line.dash === undefined ? owners.find(([pattern]) => pattern.test(a.path))?.[1] : undefined;
    const facts = module === undefined ? undefined : factsOf(a.path);
    if (!module || !facts || !isPresent(facts, kernels)) continue;
    const list = found.get(module);
    list ? list.push(a) : found.set(module, [a]);
  }
  return found;
}

/** The author knows: a comment or a stray line of the file speaks of loading modules. */
const loadsModules = (file: SysctlFile) =>
  file.lines.some((l) => (l.kind === 'comment' || l.kind === 'bad') && /modprobe|modules-load|\/etc\/modules/.test(textOf(l)));

const textOf = (line: SysctlFile['lines'][number]) =>
  line.kind === 'comment' ? line.text : line.kind === 'bad' ? line.text.text : '';
