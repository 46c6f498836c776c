import { ruleFor } from '../../core/rule.ts';
import { all, any } from '../../core/version.ts';
import { factsOf } from '../facts/keys.ts';
import { dockerTakes, kubernetesSafe, ownSince } from '../facts/namespaces.ts';
import { at, type Sysctl } from '../model/model.ts';
import { isPresent } from '../model/settings.ts';

export default ruleFor<Sysctl>()({
  id: 'sysctl/not-namespaced',
  since: '0.2.0',
  messages: {
    docker: {
      severity: 'error',
      en: 'docker refuses to set {key} for a container: --sysctl takes net.*, fs.mqueue.* and the kernel.* keys of System V IPC',
      'zh-CN': 'docker 拒绝为容器设置 {key}：--sysctl 只接受 net.*、fs.mqueue.* 以及 System V IPC 的 kernel.* 键',
    },
    pod: {
      severity: 'error',
      en: '{key} belongs to the whole node: a pod cannot set it',
      'zh-CN': '{key} 属于整个节点：Pod 无法设置它',
    },
    host: {
      severity: 'warning',
      en: '{key} is one value for the whole host: a container cannot set it, and does not start with it',
      'zh-CN': '{key} 是整个宿主机共用的值：容器无法设置它，带着它的容器无法启动',
    },
    hostOlder: {
      severity: 'warning',
      en: '{key} is one value for the whole host {kernels}: there a container cannot set it, and does not start with it',
      'zh-CN': '{kernels}，{key} 是整个宿主机共用的值：容器无法设置它，带着它的容器无法启动',
    },
    unsafe: {
      severity: 'info',
      en: 'Kubernetes counts {key} as unsafe: a pod that sets it runs only on nodes whose kubelet allows it (allowedUnsafeSysctls)',
      'zh-CN': 'Kubernetes 把 {key} 视为不安全的参数：设置它的 Pod 只能在 kubelet 允许它（allowedUnsafeSysctls）的节点上运行',
    },
  },
  check({ files, target }, report) {
    const { containers } = target;
    if (containers.length === 0) return;
    for (const a of files.flatMap((f) => f.assignments)) {
      const facts = a.glob ? undefined : factsOf(a.path);
      // Nobody sets these anywhere, which other rules say.
      if (!facts || facts.mode === 'read-only' || !isPresent(facts, target.kernel)) continue;
      const key = a.line.key.text;
      const where = at(a, a.line.key);
      if (!dockerTakes.test(a.name)) {
        if (containers.includes('docker')) report(where, 'docker', { key });
        else report(where, 'pod', { key });
        continue;
      }
      const own = facts.scope === 'ipc' ? 0 : ownSince(facts);
      const period = { from: 0, until: own };
      if (all(target.kernel, period)) report(where, 'host', { key });
      else if (any(target.kernel, period))
        report(where, 'hostOlder', { key, kernels: { product: 'kernel', ranges: target.kernel, period } });
      else if (containers.includes('kubernetes') && !kubernetesSafe.has(a.name)) report(where, 'unsafe', { key });
    }
  },
});
