import type { CodeLens, CodeLensParams, Range } from 'vscode-languageserver';
import { once } from '../core/once.ts';
import type { Locale, Text } from '../core/rule.ts';
import { linesOf, type Source, type Span } from '../core/text.ts';
import { nginxIn, type Sides } from '../machine/arithmetic.ts';
import { type Directive, type Nginx, type Reuse, spanOf, type Upstream, wordsOf } from '../nginx/model/model.ts';
import { type Obstacle, type User, usersOf } from '../nginx/model/reusers.ts';
import { lensesIn } from '../service/lenses.ts';
import type { CheckResult } from '../service/service.ts';
import { locationsOf, rangeOf, type View } from './convert.ts';
import { remembering } from './remembering.ts';
import type { Feature, Session } from './session.ts';

/** The command of our own client that shows places: arguments as `editor.action.showReferences` has them. */
const showReferences = 'keepalint.showReferences';

export function codeLensFeature(session: Session): Feature {
  const { connection } = session;
  const lenses = remembering<CodeLens>(session, (source, result) => {
    const uri = session.uriOf(source.path);
    return shownIn(source, result).map(({ range, title, places }, index) =>
      session.client.showsReferences === true
        ? { range, data: { uri, index, title, lines: digest(result, places()) } satisfies Unresolved }
        : { range, command: { title, command: '' } },
    );
  });
  const shownOf = once((_: CheckResult) => new Map<string, readonly Shown[]>());

  function shownIn(source: Source, result: CheckResult): readonly Shown[] {
    if (!session.settings.codeLens) return [];
    const byPath = shownOf(result);
    const shown = byPath.get(source.path) ?? lensesOf(session.viewOf(result), result.models(source.path), source);
    byPath.set(source.path, shown);
    return shown;
  }

  connection.onCodeLens(
    session.guarded<CodeLensParams, CodeLens[]>('code lenses', [], async ({ textDocument: { uri } }, token) => [
      ...lenses.about(uri, await session.check(token)),
    ]),
  );
  // There may be thousands of places, and nobody looks at most of them.
  connection.onCodeLensResolve((lens, token) =>
    session.attempt('code lenses', lens, async () => {
      if (!isUnresolved(lens.data)) return lens;
      const { uri, index, title } = lens.data;
      const result = await session.check(token);
      const source = session.source(uri);
      const shown = source && shownIn(source, result)[index];
      // The text may be another one by now: then the title is all there is.
      if (shown?.title !== title) return { ...lens, command: { title, command: '' } };
      const locations = locationsOf(session.viewOf(result), shown.places());
      return { ...lens, command: { title, command: showReferences, arguments: [uri, lens.range.start, locations] } };
    }),
  );
  return {
    capabilities: () => ({ codeLensProvider: { resolveProvider: true } }),
    async refresh(result) {
      if (session.abilities.lensRefresh && lenses.isStale(result)) await connection.sendRequest('workspace/codeLens/refresh');
    },
  };
}

/** What an unresolved lens carries: where it was among those of its document. */
interface Unresolved {
  readonly uri: string;
  readonly index: number;
  readonly title: string;
  /** Another number where its places are on other lines: the client has to ask again then. */
  readonly lines: number;
}

function digest({ sources }: CheckResult, places: readonly Span[]): number {
  let sum = 0;
  for (const { file, start } of places) {
    const source = sources.get(file);
    sum = (Math.imul(sum, 31) + (source ? linesOf(source).position(start).line + 1 : 0)) | 0;
  }
  return sum;
}

const isUnresolved = (data: unknown): data is Unresolved => typeof data === 'object' && data !== null && 'index' in data;

interface Shown {
  readonly range: Range;
  readonly title: string;
  readonly places: () => readonly Span[];
}

/** Of one line, what becomes of an upstream's connections comes first. */
function lensesOf(view: View, sides: readonly Sides[], source: Source): readonly Shown[] {
  const models = nginxIn(sides);
  const others = lensesIn(sides, source).map(({ at, title, places }) => ({
    range: rangeOf(source, at),
    title: view.words.statement(title),
    places,
  }));
  return [...ofUpstreams(view, models, source), ...others];
}

/** Above each upstream of a file, what becomes of its connections; then each reason why locations do not reuse them. */
function ofUpstreams(view: View, models: readonly Nginx[], source: Source): readonly Shown[] {
  const byPlace = new Map<number, (readonly Shown[])[]>();
  for (const nginx of models)
    for (const upstream of nginx.upstreams) {
      const { file, node } = upstream.directive;
      if (upstream.ns !== 'http' || file.path !== source.path) continue;
      const lenses = ofUpstream(view, nginx, upstream, source);
      const others = byPlace.get(node.name.start);
      if (others) others.push(lenses);
      else byPlace.set(node.name.start, [lenses]);
    }
  // A file that several configurations include has one line for all of them: only where they agree.
  return [...byPlace.values()].flatMap(([first = [], ...others]) => {
    const agree = others.every((o) => o.length === first.length && o.every(({ title }, i) => title === first[i]!.title));
    const placesOf = (i: number) => unique([first, ...others].flatMap((o) => o[i]!.places()));
    return agree ? first.map((lens, i) => ({ ...lens, places: () => placesOf(i) })) : [];
  });
}

const unique = (places: readonly Span[]) => [...new Map(places.map((at) => [`${at.start} ${at.file}`, at])).values()];

function ofUpstream(view: View, nginx: Nginx, upstream: Upstream, source: Source): readonly Shown[] {
  const users = usersOf(nginx, upstream);
  if (users.every((u) => u.reuse === 'unknown')) return [];
  const range = rangeOf(source, spanOf(upstream.directive));
  const lens = (title: string, places: readonly Directive[]): Shown => ({
    range,
    title,
    places: () => places.map(spanOf),
  });
  const others = users.filter((u) => u.reuse === 'no');
  const reasons = new Map<string, User[]>();
  for (const user of others) {
    const reason = reasonOf(user.obstacle!, view.locale);
    const theirs = reasons.get(reason);
    if (theirs) theirs.push(user);
    else reasons.set(reason, [user]);
  }
  return [
    lens(
      titleOf(users, view.locale),
      (others.length > 0 ? others : users).map((u) => u.location),
    ),
    ...[...reasons].slice(0, mostReasons).map(([reason, theirs]) => lens(reason, blamed(theirs))),
  ];
}

const mostReasons = 3;

/** What is to blame, then the locations that it concerns. */
const blamed = (users: readonly User[]): readonly Directive[] => [
  ...new Set(users.flatMap((u) => [u.obstacle!.at, u.location])),
];

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
