import type { Span } from '../../core/text.ts';
import { type Directive, type Nginx, spanOf } from './model.ts';

/** An address that nginx opens connections to, as the configuration writes it. */
export interface Destination {
  /** Lower case; IPv6 in brackets. */
  readonly host: string;
  readonly port: string;
  /** The upstream that it is a server of; undefined where a pass names the address itself. */
  readonly upstream: string | undefined;
  /** The upstream's head, or the pass. */
  readonly at: Span;
  /** The upstream as a whole, and every pass that leads there: what is found at one of them may explain the connections. */
  readonly places: readonly Span[];
}

/** Every address with a port of its own or of its scheme. Names are left as they are: only DNS knows what they stand for. */
export function destinations(nginx: Nginx): Destination[] {
  const out: Destination[] = [];
  for (const { name, directive, passes } of nginx.upstreams) {
    const schemes = new Set(passes.map((p) => p.scheme));
    const port = schemes.size === 1 && schemes.has('https') ? '443' : '80';
    const places = [whole(directive), ...passes.map((p) => spanOf(p.directive))];
    for (const server of directive.children)
      if (server.name === 'server') {
        const address = parse(server.node.args[0]?.text ?? '', port);
        if (address) out.push({ ...address, upstream: name, at: spanOf(directive), places });
      }
  }
  for (const { directive, targets, scheme } of nginx.passes)
    for (const target of targets) {
      if (target.kind !== 'address' || target.unix) continue;
      const at = spanOf(directive);
      const port = target.port ?? (scheme === 'https' || scheme === 'grpcs' ? '443' : '80');
      out.push({ host: target.host.toLowerCase(), port, upstream: undefined, at, places: [at] });
    }
  return out;
}

function parse(address: string, fallback: string): { readonly host: string; readonly port: string } | undefined {
  if (address === '' || /^unix:|\$/i.test(address)) return undefined;
  const [, host, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(address) ?? [];
  return host ? { host: host.toLowerCase(), port: port ?? fallback } : undefined;
}

const whole = ({ file, node }: Directive): Span => ({ file: file.path, start: node.name.start, end: node.end });
