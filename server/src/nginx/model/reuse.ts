import { all, any, before, since, type Target } from '../../core/version.ts';
import type { Directive, Effective, Nginx, Pass, Upstream } from './model.ts';

/** Until 1.29.7 nginx spoke HTTP/1.0 to servers, sent `Connection: close`, and kept connections only where told to. */
export const eras = { old: before('1.29.7'), new: since('1.29.7') } as const;
export type Era = keyof typeof eras;

/** Whether an upstream keeps idle connections: on every targeted version, only on those since 1.29.7, or not at all. */
export function poolOf({ ns, keepalive, directive }: Upstream, nginx: Nginx): 'always' | 'since' | 'never' {
  if (ns !== 'http') return 'never';
  if (keepalive) return isZero(keepalive) ? 'never' : 'always';
  if (nginx.isOpen(directive) || !any(nginx.target.nginx, eras.new)) return 'never';
  return all(nginx.target.nginx, eras.new) ? 'always' : 'since';
}

export const isZero = ({ node }: Directive): boolean => /^0+$/.test(node.args[0]?.text ?? '');

export const targets = ({ nginx }: Target, era: Era): boolean => any(nginx, eras[era]);

/** What a `proxy_pass` sends about keeping the connection, and whether a server can keep it then. */
export interface Sent {
  readonly version: Effective;
  readonly headers: Effective;
  /** The `proxy_set_header Connection` lines that apply; each one that is not empty is sent. */
  readonly connection: readonly Directive[];
  /** Those that ask to close, whatever the request is. */
  readonly closing: readonly Directive[];
  readonly reuse: Readonly<Record<Era, 'yes' | 'no' | 'unknown'>>;
}

/** Remembers answers for one model. */
export function sentBy(nginx: Nginx): (pass: Pass) => Sent {
  let answers = known.get(nginx);
  if (!answers) {
    answers = new Map();
    known.set(nginx, answers);
  }
  const memory = answers;
  return (pass) => {
    let sent = memory.get(pass);
    if (!sent) {
      sent = look(nginx, pass);
      memory.set(pass, sent);
    }
    return sent;
  };
}

const known = new WeakMap<Nginx, Map<Pass, Sent>>();

function look(nginx: Nginx, { directive: { parent } }: Pass): Sent {
  const version = nginx.effective('proxy_http_version', parent);
  const headers = nginx.effective('proxy_set_header', parent);
  const connection = headerLines(headers, 'connection');
  const tokens = connection.map((line) => {
    const { known, complete } = nginx.values(line.node.args[1]?.text ?? '', parent, 'ordinary');
    const having = (token: string) => known.filter(({ text }) => hasToken(text, token)).length;
    const all = (n: number) => complete && n === known.length;
    const [close, keep] = [having('close'), having('keep-alive')];
    return { line, close: all(close), mayClose: !complete || close > 0, keep: all(keep), mayKeep: !complete || keep > 0 };
  });
  const closing = tokens.filter((t) => t.close).map((t) => t.line);
  const reuse = (era: Era): 'yes' | 'no' | 'unknown' => {
    const spoken = version.directives[0]?.node.args[0]?.text ?? (version.certain ? (era === 'old' ? '1.0' : '1.1') : undefined);
    if (spoken === '2') return 'unknown';
    if (closing.length > 0) return 'no';
    if (!headers.certain || !headers.complete) return 'unknown';
    if (connection.length === 0 && era === 'old') return 'no';
    if (spoken === '1.0') return tokens.some((t) => t.keep) ? 'yes' : tokens.some((t) => t.mayKeep) ? 'unknown' : 'no';
    if (spoken === '1.1') return tokens.some((t) => t.mayClose) ? 'unknown' : 'yes';
    return 'unknown';
  };
  return { version, headers, connection, closing, reuse: { old: reuse('old'), new: reuse('new') } };
}

/** The lines of a set of headers with that name (lower case). */
export function headerLines({ directives }: Effective, name: string): readonly Directive[] {
  return directives.filter(({ node }) => node.args[0]?.text.toLowerCase() === name);
}

export const hasToken = (value: string, token: string): boolean =>
  value.split(',').some((part) => part.trim().toLowerCase() === token);

/** Whether a word is that one variable. */
export const isVariable = (word: string | undefined, name: string): boolean =>
  word !== undefined && new RegExp(`^\\$(?:${name}|\\{${name}\\})$`, 'i').test(word);

/** The entry of a map of `$http_upgrade` that lets a request without an upgrade be sent with `Connection: close`. */
export function closingEntry(nginx: Nginx, line: Directive, scope: Directive | undefined): Directive | undefined {
  const { known } = nginx.values(line.node.args[1]?.text ?? '', scope, 'ordinary');
  for (const { text, from } of known) {
    if (!hasToken(text, 'close')) continue;
    const entry = from.find((d) => d.parent?.name === 'map' && isVariable(d.parent.node.args[0]?.text, 'http_upgrade'));
    if (entry) return entry;
  }
  return undefined;
}
