import type { Source } from '../../server/src/core/text.ts';
import type { SysctlFiles } from '../../server/src/sysctl/model/files.ts';

/** Files of sysctl.d by name, `sysctl.conf` apart, as if they had been gathered. */
export function setOf(files: Readonly<Record<string, string>>, linked = false): SysctlFiles {
  const source = (name: string): Source => ({
    path: name === 'sysctl.conf' ? '/etc/sysctl.conf' : `/etc/sysctl.d/${name}`,
    text: files[name]!,
    encoding: 'utf8',
  });
  const names = Object.keys(files).sort();
  const applied = names.filter((n) => n !== 'sysctl.conf').map(source);
  const sysctlConf = 'sysctl.conf' in files ? source('sysctl.conf') : undefined;
  const sources = new Map([...applied, ...(sysctlConf ? [sysctlConf] : [])].map((s) => [s.path, s]));
  return {
    key: 'test',
    sources,
    watched: [],
    around: '',
    applied,
    sysctlConf,
    linked,
    modules: new Set(),
    replacedBy: undefined,
  };
}
