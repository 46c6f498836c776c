import type { Statement } from '../core/rule.ts';
import { say, texts } from '../core/statement.ts';
import { type Edit, shorten } from '../core/text.ts';
import { any } from '../core/version.ts';
import { indentation, insertAfter, lineBreak, mostCopied, remove, sourceOf } from '../nginx/model/edits.ts';
import { type Directive, type Nginx, spanOf, wordsOf } from '../nginx/model/model.ts';
import { type Refactoring, refusals } from './refactoring.ts';

/**
 * Moves a directive to the block around, where every other block that inherits from there says the same or something of its
 * own, or down into all blocks that inherit it. Either way each request gets what it got. A level may hold several of one name
 * (`add_header`): they go together.
 */
export function moves(nginx: Nginx, d: Directive): readonly Refactoring[] {
  if (!isMovable(nginx, d)) return [];
  return [moveUp(nginx, d), moveDown(nginx, d)].filter((move) => move !== undefined);
}

const roots = new Set(['http', 'stream', 'mail']);

/** A setting that blocks inherit as a whole, unless they have their own: all that nginx's modules also allow in `http`. */
function isMovable(nginx: Nginx, d: Directive): boolean {
  const { name, ns, node, parent } = d;
  if (node.block || !parent || nginx.truncated || !ns || !roots.has(ns) || elsewhere.test(name)) return false;
  if (name === 'proxy_redirect' && node.args[0]?.text === 'default') return false;
  const meaning = nginx.meaning(d);
  if (meaning.kind !== 'known') return false;
  if (modes.some((mode) => name === mode.slice(0, -'_inherit'.length) && nginx.directives(mode).length > 0)) return false;
  // One that is set keeps the other one from being inherited.
  const [, module] = /^(.+)_(?:store|cache)$/.exec(name) ?? [];
  if (module && nginx.directives(`${module}_store`).length > 0 && nginx.directives(`${module}_cache`).length > 0) return false;
  return meaning.readings.every(({ fact }) => !fact.module.includes('/') && fact.contexts.includes(ns));
}

/** Also used by what belongs to no request, or not inherited as a whole. */
const elsewhere = /^(?:include|error_log|resolver|resolver_timeout|if|set|.*_by_lua.*)$/;
const modes = ['add_header_inherit', 'add_trailer_inherit'];

function moveUp(nginx: Nginx, d: Directive): Refactoring | undefined {
  const from = d.parent!;
  const to = from.parent;
  if (!to || !inheritors[to.name]?.includes(from.name) || !isAllowed(nginx, d, to)) return undefined;
  const group = own(d.name, from);
  const scopes = childScopes(to);
  const same = scopes.filter((scope) => says(own(d.name, scope), group));
  const title =
    same.length > 1
      ? say(words.upFrom, { name: d.name, block: nameOf(to), n: same.length })
      : say(words.up, { name: d.name, block: nameOf(to) });
  const refused = ((): Statement | undefined => {
    const there = own(d.name, to)[0];
    if (there) return say(words.taken, { block: nameOf(to), name: there.name, place: { place: spanOf(there) } });
    const other = scopes.find((scope) => own(d.name, scope).length === 0);
    if (other) return say(words.wouldGet, { block: nameOf(other), place: { place: spanOf(other) }, name: d.name });
    return (
      unclear(nginx, d, [to, ...scopes]) ??
      ownRequests(nginx, d, to) ??
      untouchable(
        same.flatMap((s) => own(d.name, s)),
        to,
      )
    );
  })();
  return {
    id: 'up',
    kind: 'rewrite',
    title,
    refused,
    edits: () => [
      ...same.flatMap((scope) => own(d.name, scope)).map((g) => (group.includes(g) ? pieceOf(g).edit : remove(g))),
      behindSettings(to, group.map(pieceOf)),
    ],
  };
}

function moveDown(nginx: Nginx, d: Directive): Refactoring | undefined {
  const from = d.parent!;
  if (!inheritors[from.name]) return undefined;
  const group = own(d.name, from);
  const scopes = childScopes(from);
  const receivers = scopes.filter((scope) => own(d.name, scope).length === 0);
  const [first] = receivers;
  if (!first || !isAllowed(nginx, d, first)) return undefined;
  const title =
    receivers.length > 1
      ? say(words.downTo, { name: d.name, n: receivers.length, block: first.name })
      : say(words.down, { name: d.name, block: nameOf(first) });
  const refused = ((): Statement | undefined => {
    if (receivers.length * group.length > mostCopied) return say(words.many, { n: receivers.length });
    return (
      unclear(nginx, d, [from, ...scopes]) ?? ownRequests(nginx, d, from) ?? untouchable([...group, ...receivers], ...receivers)
    );
  })();
  return {
    id: 'down',
    kind: 'rewrite',
    title,
    refused,
    edits: () => [...group.map((g) => pieceOf(g).edit), ...receivers.map((scope) => intoBlock(scope, group.map(pieceOf)))],
  };
}

/** What inherits from a block, and is asked for in requests; `if` blocks in a location go with it. */
const inheritors: Readonly<Record<string, readonly string[]>> = {
  http: ['server'],
  stream: ['server'],
  mail: ['server'],
  server: ['location'],
  location: ['location'],
};

const childScopes = (block: Directive): readonly Directive[] =>
  block.children.filter((c) => c.node.block && inheritors[block.name]!.includes(c.name));

/** Those that a block has itself: what stands for the same setting counts. */
function own(name: string, block: Directive): readonly Directive[] {
  const slot = slotOf(name);
  return block.children.filter((c) => !c.node.block && slotOf(c.name) === slot);
}

/** A location with `alias` inherits no `root`. */
const slotOf = (name: string) => (name === 'alias' ? 'root' : name);

const says = (a: readonly Directive[], b: readonly Directive[]): boolean =>
  a.length === b.length && a.every((d, i) => textOf(d) === textOf(b[i]!));

const textOf = ({ name, node }: Directive) => JSON.stringify([name, ...node.args.map((w) => w.text)]);

/** Whether every targeted release takes it there. */
function isAllowed(nginx: Nginx, d: Directive, block: Directive): boolean {
  const there = nginx.meaning({ ...d, parent: block });
  if (there.kind !== 'known') return false;
  return there.readings.every(({ fact: { forms } }) =>
    forms.every(({ from, contexts }, i) => {
      const period = { from: from ?? 0, until: forms[i + 1]?.from ?? Number.POSITIVE_INFINITY };
      return contexts.includes(block.name) || !any(nginx.target.nginx, period);
    }),
  );
}

function unclear(nginx: Nginx, d: Directive, blocks: readonly Directive[]): Statement | undefined {
  const open = blocks.find((block) => nginx.isOpen(block));
  return open && say(words.unclear, { block: nameOf(open), place: { place: spanOf(open) }, name: d.name });
}

/** Requests that a block answers without one of the blocks in it. */
function ownRequests(nginx: Nginx, d: Directive, block: Directive): Statement | undefined {
  if (roots.has(block.name) || block.ns !== 'http') return undefined;
  const mine = say(words.itself, { block: nameOf(block), name: d.name });
  if (block.name === 'location') return mine;
  const isCatchAll = ({ name, node: { args } }: Directive) =>
    name === 'location' && args.at(-1)?.text === '/' && (args.length === 1 || args[0]!.text === '^~');
  const [answer] = ['return', 'rewrite', 'if'].flatMap((name) => own(name, block).concat(blocksOf(block, name)));
  if (answer) return say(words.answers, { line: shorten(wordsOf(answer), 30), place: { place: spanOf(answer) }, name: d.name });
  const reader = d.name === 'root' && own('set', block).find((c) => c.node.args.some((w) => readsRoot.test(w.text)));
  if (reader) return say(words.answers, { line: shorten(wordsOf(reader), 30), place: { place: spanOf(reader) }, name: d.name });
  if (!block.children.some(isCatchAll)) return say(words.noCatchAll, { name: d.name });
  // Requests that nginx cannot read are answered before there is a location.
  // What is around it takes its place.
  const either = [...own(d.name, d.parent!), ...nginx.effective(d.name, block.parent).directives];
  const always = d.name === 'add_header' && either.some((c) => c.node.args[2]?.text === 'always');
  return !always && onlyInLocations.test(d.name) && !together.test(d.name) ? undefined : say(words.malformed, { name: d.name });
}

const readsRoot = /\$\{?(?:document_root|realpath_root|request_filename)\b/;

const blocksOf = (block: Directive, name: string) => block.children.filter((c) => c.node.block && c.name === name);

/** What matters to requests that got to a location, and to no others. */
const onlyInLocations =
  /^(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_|^(?:add_header|allow|deny|satisfy|root|index|expires|etag|if_modified_since|mirror|sendfile|aio|directio)$|^(?:auth_basic|auth_request|autoindex|client_body|client_max_body|gzip|limit_req|limit_conn|open_file_cache)/;
/** nginx judges these together in every block, also where nothing uses them. */
const together = /_(?:buffers|buffer_size|busy_buffers_size|temp_file_write_size|max_temp_file_size|cache|store|ssl_\w+)$/;

/** What a text edit cannot do here. */
function untouchable(pieces: readonly Directive[], ...into: readonly Directive[]): Statement | undefined {
  const shared = [...pieces, ...into].find((p) => p.file.times > 1);
  if (shared) return say(refusals.shared, { place: { place: spanOf(shared) } });
  const unwritable = pieces.find((p) => !p.node.block && into.some((block) => sourceOf(p, block.file) === undefined));
  const broken = [...pieces, ...into].some((p) => p.file.tree.problems.length > 0);
  if (unwritable || broken) return say(refusals.broken, {});
  const silenced = pieces.find((p) => !p.node.block && isSilenced(p));
  return silenced && say(words.silenced, { place: { place: spanOf(silenced) } });
}

/** A comment above it or behind it disables a rule. */
function isSilenced({ file, node }: Directive): boolean {
  const { text } = file.source;
  const start = text.lastIndexOf('\n', node.name.start) + 1;
  const above = text.slice(text.lastIndexOf('\n', start - 2) + 1, Math.max(start - 1, 0));
  return /^\s*#\s*keepalint-/.test(above) || /#\s*keepalint-/.test(tailOf(text, node.end));
}

const tailOf = (text: string, at: number) => /[^\r\n]*/y.exec(text.slice(at))![0];

interface Piece {
  /** With its `;`. */
  readonly statement: string;
  /** Behind it on its line, with the blanks before it; empty where there is none. */
  readonly comment: string;
  /** Takes both out. */
  readonly edit: Edit;
}

function pieceOf(d: Directive): Piece {
  const { text } = d.file.source;
  const { name, end } = d.node;
  const statement = text.slice(name.start, end);
  const tail = tailOf(text, end);
  const comment = /^[ \t]*#.*/.exec(tail)?.[0].trimEnd();
  const indent = indentation(d.file, name.start);
  if (!comment || indent === undefined) return { statement, comment: '', edit: remove(d) };
  const stop = end + tail.length;
  const feed = text.startsWith('\r\n', stop) ? 2 : text.startsWith('\n', stop) ? 1 : 0;
  return {
    statement,
    comment,
    edit: { at: { file: d.file.path, start: name.start - indent.length, end: stop + feed }, text: '' },
  };
}

/** Comments go along where a statement gets a line of its own. */
const onLines = (pieces: readonly Piece[]) => pieces.map(({ statement, comment }) => statement + comment);
const inLine = (pieces: readonly Piece[]) => pieces.map(({ statement }) => statement);

/** Behind the settings in the text of a block, which come before other blocks as a rule. */
function behindSettings(block: Directive, pieces: readonly Piece[]): Edit {
  const blocks = block.children.find((c) => c.node.block && c.file === block.file)?.node.name.start;
  const last = block.children.findLast((c) => !c.node.block && c.file === block.file);
  if (!last || (blocks !== undefined && last.node.name.start > blocks)) return intoBlock(block, pieces);
  const { text } = block.file.source;
  const alone = indentation(block.file, last.node.name.start) !== undefined;
  return insertAfter(last, alone && /^[ \t]*(?:#|$)/.test(tailOf(text, last.node.end)) ? onLines(pieces) : inLine(pieces));
}

/** At the top of a block, one a line where it has lines. */
function intoBlock({ file, node }: Directive, pieces: readonly Piece[]): Edit {
  const { text } = file.source;
  const { open, close } = node.block!;
  const at = (start: number, end: number) => ({ file: file.path, start, end });
  if (!text.slice(open, close).includes('\n')) {
    const inside = inLine(pieces).map((s) => ` ${s}`);
    return { at: at(open + 1, open + 1), text: inside.join('') + (close === open + 1 ? ' ' : '') };
  }
  const inner = node.block!.items.map((item) => indentation(file, item.name.start)).find((i) => i !== undefined);
  const line = lineBreak(file) + (inner ?? `${indentation(file, node.name.start) ?? ''}    `);
  const lines = onLines(pieces).map((s) => line + s);
  const tail = tailOf(text, open + 1);
  const blank = tail.length - tail.trimStart().length;
  // A comment behind the brace stays there; a statement gets a line of its own, too.
  if (blank === tail.length || tail[blank] === '#') {
    const start = open + 1 + tail.trimEnd().length;
    return { at: at(start, start), text: lines.join('') };
  }
  return { at: at(open + 1, open + 1 + blank), text: lines.join('') + line };
}

/** A block in a sentence. */
const nameOf = (block: Directive) => shorten(wordsOf(block), 40);

const words = texts({
  up: { en: 'Move {name} up into {block}', 'zh-CN': '将 {name} 上移到 {block}' },
  upFrom: { en: 'Move {name} up into {block} from {n} blocks', 'zh-CN': '将 {n} 个块中的 {name} 上移到 {block}' },
  down: { en: 'Move {name} down into {block}', 'zh-CN': '将 {name} 下移到 {block}' },
  downTo: {
    en: 'Move {name} down into the {n} {block} blocks that inherit it',
    'zh-CN': '将 {name} 下移到继承它的 {n} 个 {block} 块',
  },
  taken: { en: '{block} has its own {name} ({place})', 'zh-CN': '{block} 自己已设置 {name}（{place}）' },
  wouldGet: {
    en: '{block} ({place}) has no {name} of its own and would inherit this one',
    'zh-CN': '{block}（{place}）没有自己的 {name}，会继承这一条',
  },
  unclear: {
    en: 'an include in {block} ({place}) was not found, and {name} may stand in it',
    'zh-CN': '{block}（{place}）中有未找到的 include，其中可能设置了 {name}',
  },
  itself: {
    en: '{block} answers requests itself, and {name} applies to them',
    'zh-CN': '{block} 自身也处理请求，{name} 对这些请求生效',
  },
  answers: {
    en: '{line} ({place}) is run before there is a location, and {name} applies to it',
    'zh-CN': '{line}（{place}）在选定 location 之前执行，{name} 对其生效',
  },
  noCatchAll: {
    en: 'the server has no location /, so that it answers requests itself, and {name} applies to them',
    'zh-CN': '该 server 没有 location /，会自行处理部分请求，{name} 对这些请求生效',
  },
  malformed: {
    en: '{name} also applies to requests that reach no location, such as malformed ones',
    'zh-CN': '{name} 对到不了任何 location 的请求（如格式错误的请求）也生效',
  },
  many: { en: 'it would be copied into {n} blocks', 'zh-CN': '需要复制到 {n} 个块中' },
  silenced: {
    en: 'a comment at {place} disables a rule there',
    'zh-CN': '{place} 处的注释在该处禁用了规则',
  },
});
