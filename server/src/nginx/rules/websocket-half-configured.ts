import { ruleFor } from '../../core/rule.ts';
import type { Edit } from '../../core/text.ts';
import { insertAfter, replaceWord } from '../model/edits.ts';
import { type Directive, type Nginx, type Pass, spanOf, wordsOf } from '../model/model.ts';
import { repairOf } from '../model/repair.ts';
import { eras, hasToken, headerLines, isVariable, spokenHttp, targets } from '../model/reuse.ts';
import { upgradeVariable } from '../model/upgrade-map.ts';
import type { DirectiveNode } from '../syntax.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/websocket-half-configured',
  since: '0.2.0',
  messages: {
    alone: {
      severity: 'warning',
      en: '{line} needs Connection: upgrade beside it, which is not sent: the server takes the request for an ordinary one, and no WebSocket opens',
      'zh-CN': '{line} 需要同时发送 Connection: upgrade，而这里没有发送：后端会把请求当作普通请求，WebSocket 无法建立',
    },
    other: {
      severity: 'warning',
      en: '{line} needs Connection: upgrade beside it, and {connection} sends something else: the server takes the request for an ordinary one, and no WebSocket opens',
      'zh-CN':
        '{line} 需要同时发送 Connection: upgrade，而 {connection} 发送的不是它：后端会把请求当作普通请求，WebSocket 无法建立',
    },
    version: {
      severity: 'warning',
      en: '{line} needs HTTP/1.1, and {versions} the default is HTTP/1.0: a server that keeps to RFC 9110 ignores an upgrade there, and no WebSocket opens',
      'zh-CN':
        '{line} 需要 HTTP/1.1，而{versions}，默认使用 HTTP/1.0：遵守 RFC 9110 的后端会忽略其中的升级请求，WebSocket 无法建立',
    },
    http10: {
      severity: 'warning',
      en: '{line} needs HTTP/1.1, and {version} sets HTTP/1.0: a server that keeps to RFC 9110 ignores an upgrade there, and no WebSocket opens',
      'zh-CN':
        '{line} 需要 HTTP/1.1，而 {version} 设置了 HTTP/1.0：遵守 RFC 9110 的后端会忽略其中的升级请求，WebSocket 无法建立',
    },
  },
  toldAt: ['pass'],
  notes: {
    pass: { en: 'proxied from here', 'zh-CN': '从这里代理' },
    connection: { en: 'this Connection header does not upgrade', 'zh-CN': '这个 Connection 头不会升级协议' },
    version: { en: 'the version is set here', 'zh-CN': '版本在这里设置' },
  },
  fixes: {
    complete: {
      safety: 'unsafe',
      en: 'send HTTP/1.1, and Connection: upgrade with every Upgrade header',
      'zh-CN': '使用 HTTP/1.1，并在有 Upgrade 头时发送 Connection: upgrade',
    },
  },
  check(nginx, report) {
    const speakHttp11 = repairOf(nginx, 'version');
    const versions = { product: 'nginx', ranges: nginx.target.nginx, period: eras.old } as const;
    for (const { line, passes } of upgrading(nginx)) {
      const [first] = passes;
      const lacks = passes.map((pass) => lackOf(nginx, pass));
      const [lack] = lacks;
      // Where one of the places that share the line is complete, the others may not be there for WebSockets.
      if (!first || !lack || lacks.some((other) => other !== lack)) continue;
      const { connection, version } = nginx.sent(first);
      const wrong = lack === 'connection' ? connection : [];
      const setter = lack === 'http10' ? version.directives[0] : undefined;
      const related = [
        ...wrong.map((d) => ({ note: 'connection', at: spanOf(d) }) as const),
        ...(setter ? [{ note: 'version', at: spanOf(setter) } as const] : []),
        ...passes.slice(0, mostRelated).map((p) => ({ note: 'pass', at: spanOf(p.directive) }) as const),
      ];
      const edits = complete(line, wrong, passes, lack);
      const extras = { related, fixes: edits ? [{ fix: 'complete', edits } as const] : [] };
      const data = { line: wordsOf(line) };
      if (setter) report(spanOf(line), 'http10', { ...data, version: wordsOf(setter) }, extras);
      else if (lack === 'version') report(spanOf(line), 'version', { ...data, versions }, extras);
      else if (wrong[0]) report(spanOf(line), 'other', { ...data, connection: wordsOf(wrong[0]) }, extras);
      else report(spanOf(line), 'alone', data, extras);
    }

    function complete(line: Directive, wrong: readonly Directive[], passes: readonly Pass[], lack: Lack): Edit[] | undefined {
      const [other, ...more] = wrong;
      if (line.file.times > 1 || (other?.file.times ?? 1) > 1 || more.length > 0 || passes.length > most) return undefined;
      const version = speakHttp11(passes);
      if (!version || lack !== 'connection') return version;
      const variable = upgradeVariable(nginx, line);
      if (!variable) return undefined;
      const header = other
        ? replaceWord(other, other.node.args[1]!, variable.name)
        : insertAfter(line, [`proxy_set_header Connection ${variable.name};`]);
      return [...variable.edits, header, ...version];
    }
  },
});

const mostRelated = 20;
/** Places beyond which nobody would read a fix. */
const most = 64;

/** The lines that hand on the Upgrade header of a client, with the passes that they apply to. */
function upgrading(nginx: Nginx): { readonly line: Directive; readonly passes: Pass[] }[] {
  const lines = new Map<DirectiveNode, { line: Directive; passes: Pass[] }>();
  for (const pass of nginx.passes) {
    if (pass.directive.name !== 'proxy_pass' || pass.directive.ns !== 'http') continue;
    for (const line of headerLines(nginx.sent(pass).headers, 'upgrade')) {
      const value = line.node.args[1]?.text;
      if (!isVariable(value, 'http_upgrade') && value?.toLowerCase() !== 'websocket') continue;
      const known = lines.get(line.node);
      if (known) known.passes.push(pass);
      else lines.set(line.node, { line, passes: [pass] });
    }
  }
  return [...lines.values()];
}

type Lack = 'connection' | 'version' | 'http10';

/** What keeps a pass from upgrading; undefined where nothing does, or it is not known. */
function lackOf(nginx: Nginx, pass: Pass): Lack | undefined {
  const { connection, headers, version } = nginx.sent(pass);
  if (!headers.certain || !headers.complete || spokenHttp(nginx, pass) !== '1') return undefined;
  const { parent } = pass.directive;
  const mayUpgrade = connection.some(({ node }) => {
    const { known, complete } = nginx.values(node.args[1]?.text ?? '', parent);
    return !complete || known.some(({ text }) => hasToken(text, 'upgrade'));
  });
  if (!mayUpgrade) return 'connection';
  const word = version.directives[0]?.node.args[0]?.text;
  if (word === undefined) return targets(nginx.target, 'old') ? 'version' : undefined;
  return word === '1.0' ? 'http10' : undefined;
}
