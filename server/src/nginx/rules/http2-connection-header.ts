import { ruleFor } from '../../core/rule.ts';
import { replaceWord } from '../model/edits.ts';
import { type Directive, type Nginx, type Pass, spanOf, wordsOf } from '../model/model.ts';
import { spokenHttp } from '../model/reuse.ts';
import type { DirectiveNode } from '../syntax.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/http2-connection-header',
  since: '0.2.0',
  supersedes: ['nginx/connection-forwarded', 'nginx/websocket-map-close', 'nginx/websocket-half-configured'],
  messages: {
    refused: {
      severity: 'error',
      en: '{line} is sent over HTTP/2, which has no {header} header: a server that keeps to RFC 9113 refuses every such request',
      'zh-CN': '{line} 会通过 HTTP/2 发送，而 HTTP/2 没有 {header} 头：遵守 RFC 9113 的后端会拒绝每个这样的请求',
    },
  },
  toldAt: ['pass'],
  notes: {
    pass: { en: 'speaks HTTP/2', 'zh-CN': '使用 HTTP/2' },
  },
  fixes: {
    clear: { safety: 'unsafe', en: 'send no {header} header: ""', 'zh-CN': '不发送 {header} 头：""' },
  },
  check(nginx, report) {
    for (const { line, second, others } of forbidden(nginx)) {
      const [name, value] = line.node.args;
      const header = name!.text;
      const edits = others ? [] : [replaceWord(line, value!, '""')];
      report(
        spanOf(line),
        'refused',
        { line: wordsOf(line), header },
        {
          related: second.slice(0, mostRelated).map((p) => ({ note: 'pass', at: spanOf(p.directive) })),
          fixes: edits.length > 0 ? [{ fix: 'clear', edits, data: { header } }] : [],
        },
      );
    }
  },
});

const mostRelated = 20;

/** RFC 9113, 8.2.2; TE is allowed with `trailers`. */
const ofOneConnection = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']);

interface Line {
  readonly line: Directive;
  /** The passes that send it over HTTP/2. */
  readonly second: Pass[];
  /** Whether it applies to others as well. */
  others: boolean;
}

/** The lines that put a header of a single connection into HTTP/2, whatever the request is. */
function forbidden(nginx: Nginx): Line[] {
  const lines = new Map<DirectiveNode, Line>();
  /** By the headers of a level, which all passes below it share. */
  const ofLevels = new Map<readonly Directive[], readonly Directive[]>();
  for (const pass of nginx.passes) {
    const { name, parent } = pass.directive;
    const setter = name === 'grpc_pass' ? 'grpc_set_header' : 'proxy_set_header';
    if (name !== 'grpc_pass' && name !== 'proxy_pass') continue;
    const version = spokenHttp(nginx, pass);
    const headers = nginx.effective(setter, parent).directives;
    const risky = ofLevels.get(headers) ?? headers.filter(isOfOneConnection);
    ofLevels.set(headers, risky);
    for (const line of risky) {
      const value = line.node.args[1]!;
      let known = lines.get(line.node);
      if (!known) {
        known = { line, second: [], others: false };
        lines.set(line.node, known);
      }
      if (version === '2' && isSent(nginx, value.text, parent)) known.second.push(pass);
      else known.others = true;
    }
  }
  return [...lines.values()].filter(({ second }) => second.length > 0);
}

const isOfOneConnection = ({ node: { args } }: Directive) =>
  args.length > 1 && ofOneConnection.has(args[0]!.text.toLowerCase());

function isSent(nginx: Nginx, value: string, scope: Directive | undefined): boolean {
  const { known, complete } = nginx.values(value, scope, 'ordinary');
  return complete && known.length > 0 && known.every(({ text }) => text !== '');
}
