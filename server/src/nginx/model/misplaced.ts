import type { Word } from '../syntax.ts';
import { placeOf } from './locations.ts';
import { hasPlaceholder, isPlaceholder } from './meaning.ts';
import type { Directive, Nginx } from './model.ts';

/** An argument that nginx takes elsewhere, and refuses for what is around the directive. */
export interface Misplaced {
  readonly directive: Directive;
  readonly word: Word;
  /** uri: the part of `proxy_pass` from `from` on; around: the block or the directive that makes the difference. */
  readonly kind: 'uri' | 'alias' | 'backup' | 'resolve' | 'beside' | 'default-first' | 'default-unknown';
  readonly from: number;
  readonly around: Directive | undefined;
}

export function misplacedArguments(nginx: Nginx): readonly Misplaced[] {
  return [...uris(nginx), ...aliases(nginx), ...backups(nginx), ...resolved(nginx), ...defaults(nginx), ...pairs(nginx)].filter(
    ({ directive, word }) => nginx.meaning(directive).kind === 'known' && !isPlaceholder(word, directive.file),
  );
}

/** `ngx_http_proxy_pass`: where no path of a location is known, there is nothing that a path could replace. */
function* uris(nginx: Nginx): Generator<Misplaced> {
  for (const d of nginx.directives('proxy_pass')) {
    const [word] = d.node.args;
    const block = d.parent;
    if (!word || d.ns !== 'http' || !block || word.text.includes('$') || !isWithoutPath(block)) continue;
    const from = /^https?:\/\/(?:unix:[^:]*(?::|$)|[^/?]*)/i.exec(word.text)?.[0].length;
    if (from !== undefined && from < word.text.length) yield { directive: d, word, kind: 'uri', from, around: block };
  }
}

function isWithoutPath(block: Directive): boolean {
  if (block.name === 'if' || block.name === 'limit_except') return true;
  if (block.name !== 'location' || hasPlaceholder(block)) return false;
  const kind = placeOf(block)?.kind;
  return kind === 'regex' || kind === 'caseless' || kind === 'named';
}

function* aliases(nginx: Nginx): Generator<Misplaced> {
  for (const d of nginx.directives('alias')) {
    const [word] = d.node.args;
    if (word && d.parent?.name === 'location' && placeOf(d.parent)?.kind === 'named')
      yield { directive: d, word, kind: 'alias', from: 0, around: d.parent };
  }
}

/** Balancing methods that keep no backup servers: they count from their line on. */
const withoutBackup = new Set(['hash', 'ip_hash', 'random']);

function* backups(nginx: Nginx): Generator<Misplaced> {
  for (const upstream of nginx.directives('upstream')) {
    let method: Directive | undefined;
    for (const d of upstream.children) {
      if (withoutBackup.has(d.name)) method ??= d;
      const word = d.name === 'server' && method ? d.node.args.slice(1).find(({ text }) => text === 'backup') : undefined;
      if (word) yield { directive: d, word, kind: 'backup', from: 0, around: method! };
    }
  }
}

/** `ngx_http_upstream_init_round_robin`: addresses that change are kept in shared memory. */
function* resolved(nginx: Nginx): Generator<Misplaced> {
  for (const upstream of nginx.directives('upstream')) {
    if (nginx.isOpen(upstream) || upstream.children.some((d) => d.name === 'zone')) continue;
    for (const d of upstream.children) {
      const word = d.name === 'server' ? d.node.args.slice(1).find(({ text }) => text === 'resolve') : undefined;
      if (word) yield { directive: d, word, kind: 'resolve', from: 0, around: upstream };
    }
  }
}

/** `ngx_http_proxy_redirect`: `default` is made of the `proxy_pass` of the same block. */
function* defaults(nginx: Nginx): Generator<Misplaced> {
  for (const block of blocksWith(nginx, 'proxy_redirect')) {
    if (nginx.isOpen(block)) continue;
    const children = block ? block.children : nginx.items;
    const pass = children.find(({ name }) => name === 'proxy_pass');
    let passed = false;
    for (const d of children) {
      passed ||= d === pass;
      const [word] = d.node.args;
      if (d.name !== 'proxy_redirect' || word?.text !== 'default' || d.node.args.length > 1) continue;
      if (!passed) yield { directive: d, word, kind: 'default-first', from: 0, around: pass };
      else if (pass?.node.args[0]?.text.includes('$'))
        yield { directive: d, word, kind: 'default-unknown', from: 0, around: pass };
    }
  }
}

/** Of these a block takes one. */
const exclusive: readonly (readonly [string, string])[] = [
  ...['proxy', 'fastcgi', 'uwsgi', 'scgi'].map((family) => [`${family}_cache`, `${family}_store`] as const),
  ['secure_link', 'secure_link_secret'],
  ['secure_link_md5', 'secure_link_secret'],
];

function* pairs(nginx: Nginx): Generator<Misplaced> {
  for (const names of exclusive)
    for (const block of blocksWith(nginx, names[0])) {
      const [around, directive] = names
        .flatMap((name) => block?.children.find((d) => d.name === name && d.node.args[0]?.text !== 'off') ?? [])
        .sort((a, b) => block!.children.indexOf(a) - block!.children.indexOf(b));
      const word = directive?.node.args[0];
      if (word) yield { directive: directive!, word, kind: 'beside', from: 0, around };
    }
}

/** A block may hold a directive many times; undefined: the top. */
const blocksWith = (nginx: Nginx, name: string) => new Set(nginx.directives(name).map(({ parent }) => parent));
