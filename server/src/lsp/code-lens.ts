import type { CodeLens, CodeLensParams, Location } from 'vscode-languageserver';
import type { Locale, Text } from '../core/rule.ts';
import type { Source } from '../core/text.ts';
import { type Nginx, type Reuse, spanOf, type Upstream, wordsOf } from '../nginx/model/model.ts';
import { type Obstacle, type User, usersOf } from '../nginx/model/reusers.ts';
import { rangeOf, type View } from './convert.ts';
import { remembering } from './remembering.ts';
import type { Feature, Session } from './session.ts';

/** The command of our own client that shows places: arguments as `editor.action.showReferences` has them. */
const showReferences = 'keepalint.showReferences';

export function codeLensFeature(session: Session): Feature {
  const { connection } = session;
  const lenses = remembering<CodeLens>(session, (source, result) => {
    if (!session.settings.codeLens) return [];
    const models = result.models(source.path).flatMap(({ nginx }) => nginx ?? []);
    return codeLenses(session.viewOf(result), [...new Set(models)], source, session.client.showsReferences === true);
  });
  connection.onCodeLens(
    session.guarded<CodeLensParams, CodeLens[]>('code lenses', [], async ({ textDocument: { uri } }, token) => [
      ...lenses.about(uri, await session.check(token)),
    ]),
  );
  return {
    capabilities: () => ({ codeLensProvider: {} }),
    async refresh(result) {
      if (session.abilities.lensRefresh && lenses.isStale(result)) await connection.sendRequest('workspace/codeLens/refresh');
    },
  };
}

/** Above each upstream of a file, what becomes of its connections; then each reason why locations do not reuse them. */
function codeLenses(view: View, models: readonly Nginx[], source: Source, canShow: boolean): CodeLens[] {
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
  if (users.every((u) => u.reuse === 'unknown')) return [];
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
      titleOf(users, view.locale),
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

function titleOf(users: readonly User[], locale: Locale): string {
  const count = (reuse: Reuse) => users.filter((u) => u.reuse === reuse).length;
  const [yes, no, unknown] = [count('yes'), count('no'), count('unknown')];
  const say = (text: Plural, n: number) => text[n === 1 ? 'one' : 'many'][locale].replace('{n}', () => String(n));
  const parts = yes > 0 ? [say(words.yes, yes), ...(no > 0 ? [say(words.butNo, no)] : [])] : [say(words.no, no)];
  if (unknown > 0) parts.push(say(words.unknown, unknown));
  return parts.join(locale === 'en' ? ', ' : '，');
}

function reasonOf({ kind, at }: Obstacle, locale: Locale): string {
  return written.has(at.name) ? wordsOf(at) : reasons[kind][locale].replace('{line}', () => wordsOf(at));
}

type Plural = Readonly<Record<'one' | 'many', Text>>;

const words = {
  yes: {
    one: { en: '1 location reuses its connections', 'zh-CN': '1 个 location 复用其连接' },
    many: { en: '{n} locations reuse its connections', 'zh-CN': '{n} 个 location 复用其连接' },
  },
  no: {
    one: { en: '1 location does not reuse its connections', 'zh-CN': '1 个 location 没有复用其连接' },
    many: { en: '{n} locations do not reuse its connections', 'zh-CN': '{n} 个 location 没有复用其连接' },
  },
  butNo: {
    one: { en: '1 does not', 'zh-CN': '1 个没有' },
    many: { en: '{n} do not', 'zh-CN': '{n} 个没有' },
  },
  unknown: {
    one: { en: '1 is not known', 'zh-CN': '1 个未知' },
    many: { en: '{n} are not known', 'zh-CN': '{n} 个未知' },
  },
} as const;

/** Why not, where no line says so; the line itself else. */
const reasons: Readonly<Record<Obstacle['kind'], Text>> = {
  pool: { en: 'no keepalive, which nginx before 1.29.7 needs', 'zh-CN': '没有 keepalive，而 nginx 1.29.7 之前需要它' },
  balancer: {
    en: '{line} after keepalive replaces it before nginx 1.29.7',
    'zh-CN': 'nginx 1.29.7 之前，写在 keepalive 后面的 {line} 会取代它',
  },
  close: { en: '{line}', 'zh-CN': '{line}' },
  replaced: { en: '{line} replaces the inherited Connection header', 'zh-CN': '{line} 取代了继承来的 Connection 头' },
  unset: { en: 'Connection: close, the default before nginx 1.29.7', 'zh-CN': 'Connection: close，nginx 1.29.7 之前的默认值' },
  version: { en: 'HTTP/1.0, the default before nginx 1.29.7', 'zh-CN': 'HTTP/1.0，nginx 1.29.7 之前的默认值' },
  fastcgi: { en: 'no fastcgi_keep_conn on', 'zh-CN': '没有 fastcgi_keep_conn on' },
  protocol: { en: '{line} keeps no connection', 'zh-CN': '{line} 不会保持连接' },
};

/** Kinds whose cause may also be a line that says so. */
const written: ReadonlySet<string> = new Set(['keepalive', 'proxy_http_version', 'fastcgi_keep_conn']);
