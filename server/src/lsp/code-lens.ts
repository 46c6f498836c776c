import type { CodeLens, Location } from 'vscode-languageserver';
import type { Locale, Text } from '../core/rule.ts';
import type { Source } from '../core/text.ts';
import { type Nginx, spanOf, type Upstream, wordsOf } from '../nginx/model/model.ts';
import { type Obstacle, type User, usersOf } from '../nginx/model/reusers.ts';
import { rangeOf, type View } from './convert.ts';

/** The command of our own client that shows places: arguments as `editor.action.showReferences` has them. */
export const showReferences = 'keepalint.showReferences';

/** Above each upstream of a file, what becomes of its connections; then each reason why locations do not reuse them. */
export function codeLenses(view: View, models: readonly Nginx[], source: Source, canShow: boolean): CodeLens[] {
  const byPlace = new Map<number, CodeLens[][]>();
  for (const nginx of models)
    for (const upstream of nginx.upstreams) {
      const { file, node } = upstream.directive;
      if (upstream.ns !== 'http' || file.path !== source.path) continue;
      const lenses = lensesOf(view, nginx, upstream, source, canShow);
      byPlace.set(node.name.start, [...(byPlace.get(node.name.start) ?? []), lenses]);
    }
  // A file that several configurations include has one line for all of them: only where they agree.
  return [...byPlace.values()].flatMap(([first = [], ...others]) =>
    others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : [],
  );
}

function lensesOf(view: View, nginx: Nginx, upstream: Upstream, source: Source, canShow: boolean): CodeLens[] {
  const users = usersOf(nginx, upstream);
  if (users.length === 0 || users.some((u) => u.reuse === 'unknown')) return [];
  const range = rangeOf(source, spanOf(upstream.directive));
  const lens = (title: string, places: readonly Location[]): CodeLens => ({
    range,
    command: canShow
      ? { title, command: showReferences, arguments: [view.uriOf(source.path), range.start, places] }
      : { title, command: '' },
  });
  const others = users.filter((u) => u.reuse === 'no');
  const reasons = new Map<string, User[]>();
  for (const user of others) {
    const reason = reasonOf(user.obstacle!, view.locale);
    reasons.set(reason, [...(reasons.get(reason) ?? []), user]);
  }
  return [
    lens(
      titleOf(users.length - others.length, others.length, view.locale),
      (others.length > 0 ? others : users).map((u) => placeOf(view, u.location)),
    ),
    ...[...reasons].slice(0, mostReasons).map(([reason, theirs]) => lens(reason, placesOf(view, theirs))),
  ];
}

const mostReasons = 3;

/** What is to blame, then the locations that it concerns. */
function placesOf(view: View, users: readonly User[]): Location[] {
  const lines = new Set(users.flatMap((u) => [u.obstacle!.at, u.location]));
  return [...lines].map((d) => placeOf(view, d));
}

function placeOf(view: View, d: User['location']): Location {
  const at = spanOf(d);
  return { uri: view.uriOf(at.file), range: rangeOf(d.file.source, at) };
}

function titleOf(reusing: number, others: number, locale: Locale): string {
  if (others === 0) return fill(reusing === 1 ? words.one : words.all, reusing, locale);
  if (reusing === 0) return fill(others === 1 ? words.notOne : words.none, others, locale);
  return fill(reusing === 1 ? words.oneOf : words.some, reusing, locale).replace('{others}', () =>
    fill(others === 1 ? words.other : words.others, others, locale),
  );
}

const fill = (text: Text, n: number, locale: Locale) => text[locale].replace('{n}', () => String(n));

function reasonOf({ kind, at }: Obstacle, locale: Locale): string {
  const said =
    at.name === 'upstream' || at.name.endsWith('_pass') ? words.reasons[kind] : (words.lines[kind] ?? words.reasons[kind]);
  return said[locale].replace('{line}', () => wordsOf(at));
}

const words = {
  one: { en: '1 location reuses its connections', 'zh-CN': '1 个 location 复用其连接' },
  all: { en: '{n} locations reuse its connections', 'zh-CN': '{n} 个 location 复用其连接' },
  notOne: { en: '1 location does not reuse its connections', 'zh-CN': '1 个 location 没有复用其连接' },
  none: { en: '{n} locations do not reuse its connections', 'zh-CN': '{n} 个 location 没有复用其连接' },
  oneOf: { en: '1 location reuses its connections, {others}', 'zh-CN': '1 个 location 复用其连接，{others}' },
  some: { en: '{n} locations reuse its connections, {others}', 'zh-CN': '{n} 个 location 复用其连接，{others}' },
  other: { en: '1 does not', 'zh-CN': '1 个没有' },
  others: { en: '{n} do not', 'zh-CN': '{n} 个没有' },
  reasons: {
    pool: { en: 'no keepalive before nginx 1.29.7', 'zh-CN': 'nginx 1.29.7 之前没有 keepalive' },
    close: { en: 'Connection: close', 'zh-CN': 'Connection: close' },
    replaced: { en: 'the inherited Connection header is replaced', 'zh-CN': '继承来的 Connection 头被取代' },
    unset: { en: 'Connection: close by default', 'zh-CN': '默认发送 Connection: close' },
    version: { en: 'HTTP/1.0 by default', 'zh-CN': '默认使用 HTTP/1.0' },
    fastcgi: { en: 'fastcgi_keep_conn is off by default', 'zh-CN': 'fastcgi_keep_conn 默认关闭' },
    protocol: { en: 'its protocol keeps no connections', 'zh-CN': '该协议不保持连接' },
  },
  /** Where a line says it. */
  lines: {
    pool: { en: '{line}', 'zh-CN': '{line}' },
    close: { en: '{line}', 'zh-CN': '{line}' },
    replaced: { en: '{line} replaces the inherited Connection header', 'zh-CN': '{line} 取代了继承来的 Connection 头' },
    version: { en: '{line}', 'zh-CN': '{line}' },
    fastcgi: { en: '{line}', 'zh-CN': '{line}' },
  } as { readonly [K in Obstacle['kind']]?: Text },
} as const;
