import { once } from '../../core/once.ts';
import { all, any, before, since, type Target } from '../../core/version.ts';
import {
  type Directive,
  type Effective,
  enclosing,
  type Nginx,
  type Pass,
  type Reuse,
  type Sent,
  type Upstream,
  type Values,
} from './model.ts';

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

/** Whether whatever a pass leads to keeps idle connections on every targeted version. */
export const isPooled = ({ targets }: Pass, nginx: Nginx): boolean =>
  targets.length > 0 && targets.every((t) => t.kind === 'upstream' && poolOf(t.upstream, nginx) === 'always');

/** Whether only protocols lead to it that never keep a connection: their modules do not ask for it. */
export const isUnkept = ({ passes }: Upstream): boolean =>
  passes.length > 0 && passes.every(({ directive: d }) => d.name === 'uwsgi_pass' || d.name === 'scgi_pass');

export const isZero = ({ node }: Directive): boolean => /^0+$/.test(node.args[0]?.text ?? '');

export const targets = ({ nginx }: Target, era: Era): boolean => any(nginx, eras[era]);

/** The version of HTTP that a pass speaks to its server; undefined where it is not known, or is none. `2` came with 1.29.4. */
export function spokenHttp(nginx: Nginx, pass: Pass): '1' | '2' | undefined {
  if (pass.directive.name === 'grpc_pass') return '2';
  if (pass.directive.name !== 'proxy_pass' || pass.directive.ns !== 'http') return undefined;
  const { directives, certain } = nginx.sent(pass).version;
  const word = directives[0]?.node.args[0]?.text;
  if (!certain) return undefined;
  if (word === '2') return any(nginx.target.nginx, since('1.29.4')) ? '2' : undefined;
  return word === undefined || word === '1.0' || word === '1.1' ? '1' : undefined;
}

/** What a `proxy_pass` sends. `Nginx.sent` remembers it. */
export function lookAt(nginx: Pick<Nginx, 'effective' | 'values'>, { directive: { parent } }: Pass): Sent {
  const version = nginx.effective('proxy_http_version', parent);
  const headers = nginx.effective('proxy_set_header', parent);
  const connection = headerLines(headers, 'connection');
  const closing: Directive[] = [];
  let mayClose = false;
  let keeps = false;
  let mayKeep = false;
  for (const line of connection) {
    const value = line.node.args[1]?.text ?? '';
    // An empty value is not sent.
    if (value === '') continue;
    const { known, complete } = nginx.values(value, parent, 'ordinary');
    const close = count(known, 'close');
    const keep = count(known, 'keep-alive');
    if (complete && close === known.length) closing.push(line);
    mayClose ||= !complete || close > 0;
    keeps ||= complete && keep === known.length;
    mayKeep ||= !complete || keep > 0;
  }
  const reuse = (era: Era): Reuse => {
    const spoken = version.directives[0]?.node.args[0]?.text ?? (version.certain ? (era === 'old' ? '1.0' : '1.1') : undefined);
    if (spoken === '2') return 'unknown';
    if (closing.length > 0) return 'no';
    if (!headers.certain || !headers.complete) return 'unknown';
    if (connection.length === 0 && era === 'old') return 'no';
    if (spoken === '1.0') return keeps ? 'yes' : mayKeep ? 'unknown' : 'no';
    if (spoken === '1.1') return mayClose ? 'unknown' : 'yes';
    return 'unknown';
  };
  return { version, headers, connection, closing, reuse: { old: reuse('old'), new: reuse('new') } };
}

function count(known: Values['known'], token: string): number {
  let n = 0;
  for (const { text } of known) if (hasToken(text, token)) n++;
  return n;
}

/** By level and name: thousands of locations may inherit the headers of one level. */
const found = once((_: readonly Directive[]) => new Map<string, readonly Directive[]>());

/** The lines of a set of headers with that name (lower case). */
export function headerLines({ directives }: Effective, name: string): readonly Directive[] {
  if (directives.length < worthIt) return linesOf(directives, name);
  const byName = found(directives);
  let lines = byName.get(name);
  if (!lines) {
    lines = linesOf(directives, name);
    byName.set(name, lines);
  }
  return lines;
}

/** Fewer are looked through again sooner than remembered. */
const worthIt = 50;
const none: readonly Directive[] = [];

function linesOf(directives: readonly Directive[], name: string): readonly Directive[] {
  let lines: Directive[] | undefined;
  for (const d of directives) {
    const text = d.node.args[0]?.text;
    if (text?.length !== name.length || text.toLowerCase() !== name) continue;
    if (lines) lines.push(d);
    else lines = [d];
  }
  return lines ?? none;
}

export const hasToken = (value: string, token: string): boolean =>
  value.length >= token.length && value.split(',').some((part) => part.trim().toLowerCase() === token);

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

/**
 * Whether it is there for WebSockets alone: what was upgraded is never reused, with an upstream or without. Below `/` the same
 * lines serve ordinary requests as well.
 */
export function upgradesAll(nginx: Nginx, pass: Pass): boolean {
  if (isForEverything(pass)) return false;
  return nginx.sent(pass).connection.some(({ node }) => hasToken(node.args[1]?.text ?? '', 'upgrade'));
}

/** Whether its location is `/`, or not known. */
export function isForEverything({ directive: { parent } }: Pass): boolean {
  const location = parent?.name === 'location' ? parent : enclosing(parent, 'location');
  return !location || location.node.args.at(-1)?.text === '/';
}
