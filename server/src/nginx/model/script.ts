import type { Word } from '../syntax.ts';
import type { Directive, Nginx } from './model.ts';
import { type Expression, expression } from './pcre.ts';
import { bytesOf, type Origin } from './request.ts';

/** A request on its way through the directives of the rewrite module. All texts are bytes. */
export interface Request {
  readonly origin: Origin | undefined;
  /** As it was sent. */
  readonly target: string;
  path: string;
  /** undefined: not known. */
  args: string | undefined;
  /** What was set; undefined: not known. */
  readonly variables: Map<string, string | undefined>;
  groups: readonly (string | undefined)[];
  /** Something rewrote it. */
  internal: boolean;
}

/** What one directive did, in the order in which nginx runs them. */
export type Event =
  | { readonly kind: 'returned' | 'redirected'; readonly at: Directive }
  | { readonly kind: 'rewritten'; readonly at: Directive; readonly path: string }
  | { readonly kind: 'different' | 'stopped' | 'entered'; readonly at: Directive }
  /** What it does depends on something that is not known: it is taken for a condition that does not hold, an expression that does not match. */
  | { readonly kind: 'unclear'; readonly at: Directive; readonly ends: boolean; readonly rewrites: boolean }
  /** The path that it writes is not known. */
  | { readonly kind: 'lost'; readonly at: Directive };

export interface Run {
  readonly events: readonly Event[];
  readonly ended: boolean;
  /** The path is another one, for which a location is looked for. */
  readonly changed: boolean;
}

/** Runs what the rewrite module compiles of a block (`ngx_http_rewrite_handler`), those of its `if` blocks included. */
export function runScript(nginx: Nginx, block: Directive, request: Request): Run {
  const events: Event[] = [];
  const stack = [{ items: block.children, next: 0 }];
  let changed = false;
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const at = frame.items[frame.next++];
    if (!at) {
      stack.pop();
      continue;
    }
    if (at.name === 'return') {
      events.push({ kind: 'returned', at });
      return { events, ended: true, changed };
    }
    if (at.name === 'break' && !at.node.block) {
      events.push({ kind: 'stopped', at });
      return { events, ended: false, changed: false };
    }
    if (at.name === 'set') assign(request, at);
    if (at.name === 'if' && at.node.block) {
      const holds = condition(request, at);
      if (holds) {
        events.push({ kind: 'entered', at });
        stack.push({ items: at.children, next: 0 });
      } else if (holds === undefined) {
        const ends = at.children.some(
          (d) => d.name === 'return' || d.name === 'break' || (d.name === 'rewrite' && redirects(d)),
        );
        const rewrites = nginx.isOpen(at) || at.children.some((d) => d.name === 'rewrite' && !redirects(d));
        events.push({ kind: 'unclear', at, ends, rewrites });
        for (const d of at.children) if (d.name === 'set') forget(request, d);
      }
    }
    if (at.name !== 'rewrite') continue;
    const [pattern, replacement, flag] = at.node.args;
    const read = pattern && readExpression(at, pattern, false);
    if (!read || !replacement) {
      request.groups = unknownGroups;
      events.push({ kind: 'unclear', at, ends: redirects(at), rewrites: !redirects(at) });
      continue;
    }
    if (!match(request, read, request.path)) {
      events.push({ kind: 'different', at });
      continue;
    }
    if (redirects(at)) {
      events.push({ kind: 'redirected', at });
      return { events, ended: true, changed };
    }
    const written = rewritten(request, at, replacement);
    // nginx answers 500 to a path without any character.
    if (!written) {
      events.push({ kind: 'lost', at });
      return { events, ended: false, changed };
    }
    request.path = written;
    request.internal = true;
    events.push({ kind: 'rewritten', at, path: written });
    changed = flag?.text !== 'break';
    if (flag) return { events, ended: false, changed };
  }
  return { events, ended: false, changed };
}

/** Whether a `rewrite` answers the client with another address. */
function redirects({ node: { args } }: Directive): boolean {
  return /^(?:https?:\/\/|\$scheme)/.test(args[1]?.text ?? '') || /^(?:redirect|permanent)$/.test(args[2]?.text ?? '');
}

/** The path that a `rewrite` writes; sets the query, too. */
function rewritten(request: Request, at: Directive, word: Word): string | undefined {
  const text = word.text.replace(/\?$/, '');
  const drops = text !== word.text;
  const query = text.indexOf('?');
  const path = value(request, at, query === -1 ? text : text.slice(0, query));
  const args = query === -1 ? '' : value(request, at, text.slice(query + 1));
  if (query !== -1)
    request.args =
      args !== undefined && (drops || request.args !== undefined)
        ? args + (request.args && !drops ? `&${request.args}` : '')
        : undefined;
  else if (drops) request.args = '';
  return path;
}

function assign(request: Request, at: Directive): void {
  const [variable, to] = at.node.args;
  const name = variable?.text.replace(/^\$/, '').toLowerCase();
  if (name === undefined || !to) return;
  const what = value(request, at, to.text);
  if (name === 'args') request.args = what;
  else request.variables.set(name, what);
}

function forget(request: Request, { node }: Directive): void {
  const name = node.args[0]?.text.replace(/^\$/, '').toLowerCase();
  if (name === 'args') request.args = undefined;
  else if (name !== undefined) request.variables.set(name, undefined);
}

/** undefined where it cannot be known. */
function condition(request: Request, at: Directive): boolean | undefined {
  const words = at.node.args.map((w) => w.text);
  const text = [words[0]?.replace(/^\(/, ''), ...words.slice(1)];
  text[text.length - 1] = text.at(-1)?.replace(/\)$/, '');
  const [left = '', operator, right = ''] = text.filter((w, i) => w !== '' || (i > 0 && i < text.length - 1));
  if (!left.startsWith('$')) return undefined;
  const mine = value(request, at, left);
  if (operator === undefined) return mine === undefined ? undefined : mine !== '' && mine !== '0';
  if (operator === '=' || operator === '!=') {
    const theirs = value(request, at, right);
    return mine === undefined || theirs === undefined ? undefined : (mine === theirs) === (operator === '=');
  }
  const word = at.node.args.at(-1)!;
  const read = /^!?~\*?$/.test(operator) ? readExpression(at, { ...word, text: right }, operator.endsWith('*')) : undefined;
  if (!read || mine === undefined) {
    request.groups = unknownGroups;
    return undefined;
  }
  return match(request, read, mine) === !operator.startsWith('!');
}

const unknownGroups: Request['groups'] = Array.from({ length: 10 }, () => undefined);

export function readExpression({ file }: Directive, { text }: Pick<Word, 'text'>, caseless: boolean): Expression | undefined {
  return expression(bytesOf(text, file.source.encoding), caseless);
}

/** Remembers what the groups hold. */
export function match(request: Request, read: Expression, text: string): boolean {
  const found = read.match(text);
  request.groups = [];
  if (!found) return false;
  const hold = (part: (typeof found)[number]) => (read.groupsSure ? (part ? text.slice(...part) : '') : undefined);
  request.groups = found.map(hold);
  for (const [name, number] of read.names) request.variables.set(name.toLowerCase(), hold(found[number]));
  return true;
}

/** The path that a text of a directive comes to, without its query; undefined where it is not known. */
export function pathIn(request: Request, at: Directive, text: string): string | undefined {
  return value(request, at, text.replace(/\?.*$/s, ''));
}

/** A text with its variables put in; undefined where one of them is not known. */
function value(request: Request, { file }: Directive, text: string): string | undefined {
  let known = true;
  const whole = bytesOf(text, file.source.encoding).replace(/\$(?:([1-9])|\{(\w+)\}|(\w+))/g, (_, group, braced, plain) => {
    const part = group ? groupOf(request, Number(group)) : variable(request, (braced ?? plain).toLowerCase());
    known &&= part !== undefined;
    return part ?? '';
  });
  return known ? whole : undefined;
}

const groupOf = ({ groups }: Request, number: number) => (number < groups.length ? groups[number] : '');

function variable(request: Request, name: string): string | undefined {
  const { origin, variables, args } = request;
  if (variables.has(name)) return variables.get(name);
  switch (name) {
    case 'uri':
    case 'document_uri':
      return request.path;
    case 'request_uri':
      return request.target;
    case 'args':
    case 'query_string':
      return args;
    case 'is_args':
      return args === undefined ? undefined : args && '?';
    case 'request_method':
      return 'GET';
    case 'scheme':
      return origin?.scheme;
    case 'https':
      return origin && (origin.scheme === 'https' ? 'on' : '');
    case 'host':
      return origin?.host;
    case 'http_host':
      return origin?.header;
    case 'server_port':
      return origin && String(origin.port);
  }
  if (!name.startsWith('arg_') || args === undefined) return undefined;
  const wanted = name.slice('arg_'.length);
  const [, found = ''] =
    args
      .split('&')
      .map((pair) => /^([^=]*)=(.*)$/s.exec(pair)?.slice(1) ?? [])
      .find(([key]) => key?.toLowerCase() === wanted) ?? [];
  return found;
}
