import { ruleFor } from '../../core/rule.ts';
import type { Edit } from '../../core/text.ts';
import { replaceWord } from '../model/edits.ts';
import { type Directive, type Nginx, type Pass, spanOf, type Upstream, type VariableMap, wordsOf } from '../model/model.ts';
import { repairOf } from '../model/repair.ts';
import { eras, hasToken, headerLines, isPooled, isVariable, poolOf } from '../model/reuse.ts';
import { upgradeVariable } from '../model/upgrade-map.ts';
import type { DirectiveNode } from '../syntax.ts';

const byDefault = {
  en: 'upstream {upstream} keeps connections {versions}, and {line} lets every client decide whether one is kept: one that sends Connection: close has it closed',
  'zh-CN':
    '{versions}，upstream {upstream} 会保持连接，而 {line} 让每个客户端来决定连接是否保持：只要客户端发送 Connection: close，它就会被关闭',
} as const;

export default ruleFor<Nginx>()({
  id: 'nginx/connection-forwarded',
  since: '0.1.0',
  messages: {
    client: {
      severity: 'warning',
      en: '{line} lets every client decide whether the connection to upstream {upstream} is kept: one that sends Connection: close has it closed, and the header is meant for nginx, not for the server behind it',
      'zh-CN':
        '{line} 让每个客户端来决定到 upstream {upstream} 的连接是否保持：只要客户端发送 Connection: close，它就会被关闭；这个头是发给 nginx 的，不是发给后端的',
    },
    clientSince: { severity: 'info', ...byDefault },
    upgrade: {
      severity: 'info',
      en: '{line} announces an upgrade with every request to upstream {upstream}, also with those that ask for none: whether the connection is kept then is up to the server',
      'zh-CN':
        '{line} 会在每个发往 upstream {upstream} 的请求中声明协议升级，包括并未要求升级的请求：此时连接是否保持取决于后端',
    },
  },
  notes: {
    pool: { en: 'connections are kept here', 'zh-CN': '在这里保持连接' },
    pass: { en: 'proxied from here', 'zh-CN': '从这里代理' },
  },
  fixes: {
    clear: {
      safety: 'unsafe',
      en: 'send no Connection header: ""',
      'zh-CN': '不发送 Connection 头：""',
    },
    map: {
      safety: 'unsafe',
      en: 'send upgrade only with an Upgrade header: {variable}',
      'zh-CN': '仅在有 Upgrade 头时发送 upgrade：{variable}',
    },
  },
  check(nginx, report) {
    const speakHttp11 = repairOf(nginx, 'version');
    for (const { line, kind, passes } of forwarded(nginx)) {
      const upstreams = new Set(passes.flatMap(upstreamsOf));
      const pools = [...upstreams].filter((u) => poolOf(u, nginx) !== 'never');
      const best = pools.find((u) => poolOf(u, nginx) === 'always') ?? pools[0];
      if (!best) continue;
      const always = poolOf(best, nginx) === 'always';
      const pooled = passes.filter((p) => upstreamsOf(p).some((u) => pools.includes(u)));
      const data = { line: wordsOf(line), upstream: best.name };
      const related = [
        ...pools.slice(0, 20).flatMap((u) => (u.keepalive ? [{ note: 'pool', at: spanOf(u.keepalive) } as const] : [])),
        ...pooled.slice(0, 20).map((p) => ({ note: 'pass', at: spanOf(p.directive) }) as const),
      ];
      const fixes = passes.every((p) => isPooled(p, nginx)) ? fixFor(line, passes) : [];
      if (kind === 'upgrade') report(spanOf(line), 'upgrade', data, { related, fixes });
      else if (always) report(spanOf(line), 'client', data, { related, fixes });
      else {
        const versions = { product: 'nginx', ranges: nginx.target.nginx, period: eras.new } as const;
        report(spanOf(line), 'clientSince', { ...data, versions }, { related, fixes });
      }
    }

    function fixFor(line: Directive, passes: readonly Pass[]) {
      const version = speakHttp11(passes);
      const value = line.node.args[1];
      if (!version || !value || line.file.times > 1) return [];
      const { sent } = nginx;
      const upgrades = passes.some((p) => headerLines(sent(p).headers, 'upgrade').some((d) => d.node.args[1]?.text !== ''));
      if (!upgrades && hasToken(value.text, 'upgrade')) return [];
      if (!upgrades) return [{ fix: 'clear', edits: [replaceWord(line, value, '""'), ...version] } as const];
      const variable = upgradeVariable(nginx, line);
      if (!variable) return [];
      const edits: Edit[] = [...variable.edits, replaceWord(line, value, variable.name), ...version];
      return [{ fix: 'map', edits, data: { variable: variable.name } } as const];
    }
  },
});

interface Forwarded {
  readonly line: Directive;
  readonly kind: 'client' | 'upgrade';
  readonly passes: Pass[];
}

const upstreamsOf = (pass: Pass): Upstream[] => pass.targets.flatMap((t) => (t.kind === 'upstream' ? [t.upstream] : []));

/** The Connection lines whose value a client chooses, or that say `upgrade` whatever the request is; once per line. */
function forwarded(nginx: Nginx): Forwarded[] {
  const { sent } = nginx;
  const found = new Map<DirectiveNode, Forwarded>();
  for (const pass of nginx.passes) {
    if (pass.directive.name !== 'proxy_pass' || pass.directive.ns !== 'http') continue;
    for (const line of sent(pass).connection) {
      const kind = kindOf(nginx, line);
      if (!kind) continue;
      const known = found.get(line.node);
      if (known) known.passes.push(pass);
      else found.set(line.node, { line, kind, passes: [pass] });
    }
  }
  return [...found.values()];
}

function kindOf(nginx: Nginx, line: Directive): Forwarded['kind'] | undefined {
  const value = line.node.args[1]?.text ?? '';
  if (!value.includes('$')) return hasToken(value, 'upgrade') && !hasToken(value, 'close') ? 'upgrade' : undefined;
  if (client.test(value)) return 'client';
  const variable = /^\$\{?(\w+)\}?$/.exec(value)?.[1];
  const maps = variable ? nginx.maps(variable) : [];
  return maps.some((map) => client.test(ordinaryEntry(map)?.node.args[0]?.text ?? '')) ? 'client' : undefined;
}

/** What a request gets that is nothing special: a map may well hand on the header of one that asks for an upgrade. */
function ordinaryEntry({ source, entries }: VariableMap): Directive | undefined {
  const named = (key: string) => entries.find(({ node }) => node.name.text === key);
  return (isVariable(source.text, 'http_upgrade') && named('')) || named('default');
}

const client = /\$\{?http_connection\b/i;
