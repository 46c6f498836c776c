import type { Statement } from '../../core/rule.ts';
import { say, texts } from '../../core/statement.ts';
import { handlers, scripts } from './applying.ts';
import { allServersKnown } from './listens.ts';
import { placeOf } from './locations.ts';
import { hasPlaceholder } from './meaning.ts';
import { type Directive, enclosing, type Nginx, wordsOf } from './model.ts';
import { bytesOf, normalised, readUrl, shownBytes } from './request.ts';
import { type Event, match, pathIn, type Request, readExpression, runScript } from './script.ts';
import { type Choice, choicesFor, fallbacksBeside } from './virtual-servers.ts';

/** Which location answers a URI, and why. */
export interface Answer {
  /**
   * location: `by` is the location; server: no location matches, `by` is the server, whose own settings apply; directive: `by`, a
   * `return` or `rewrite` of the server, answers before any location is looked for; none: nobody answers, or nobody can know who does;
   * no-url, no-server: the question is no URL and no path, or a path that no server is named for.
   */
  readonly kind: 'location' | 'server' | 'directive' | 'none' | 'no-url' | 'no-server';
  readonly by: Directive | undefined;
  /** Nothing was assumed. Else the answer is right unless a step that says so is not. */
  readonly certain: boolean;
  readonly verdict: Statement;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly statement: Statement;
  /** What the step is about. */
  readonly at: Directive | undefined;
  /** Something was assumed here. */
  readonly doubtful: boolean;
}

/**
 * The location that nginx chooses for a URL or a path (`ngx_http_core_find_location`), as a GET request of a browser. The server is the
 * one that the URL leads to; for a path the one around `near`, or the only one.
 */
export function whichLocation(nginx: Nginx, url: string, near?: Directive): Answer {
  const steps: Step[] = [];
  let certain = true;
  const tell = (statement: Statement, at?: Directive) => void steps.push({ statement, at, doubtful: false });
  const doubt = (statement: Statement, at?: Directive) => {
    certain = false;
    steps.push({ statement, at, doubtful: true });
  };
  const answer = (kind: Answer['kind'], by: Directive | undefined, verdict: Statement): Answer => ({
    kind,
    by,
    certain,
    verdict: certain ? verdict : say(words.unless, { verdict }),
    steps,
  });
  const nobody = (verdict: Statement, kind: 'none' | 'no-url' | 'no-server' = 'none'): Answer => ({
    kind,
    by: undefined,
    certain,
    verdict,
    steps,
  });

  const asked = readUrl(url);
  if (!asked) return nobody(say(words.noUrl, { url }), 'no-url');
  const chosen = asked.origin ? serverFor(asked.origin) : serverAround();
  if (!chosen)
    return asked.origin
      ? nobody(say(words.nobodyListens, { port: asked.origin.port }))
      : nobody(say(words.whichServer, {}), 'no-server');
  const { server, slashes } = chosen;
  const uri = normalised(asked.target, slashes);
  if (!uri) return nobody(say(words.refused, { uri: shown(asked.target) }));
  if (uri.path !== asked.target.replace(/\?.*$/s, '')) tell(say(words.normalised, { uri: shown(uri.path) }));
  const request: Request = {
    origin: asked.origin,
    target: asked.target,
    path: uri.path,
    args: uri.args,
    variables: new Map(),
    groups: [],
    internal: false,
  };

  const luaHandler = server.children.find(({ name }) => name.startsWith('server_rewrite_by_lua'));
  if (luaHandler) doubt(say(words.code, { line: wordsOf(luaHandler) }), luaHandler);
  const before = runScript(nginx, server, request);
  const early = report(before.events, true);
  if (early === 'lost') return nobody(say(words.unknown, {}));
  if (early) return answer('directive', early, say(words.early, { line: wordsOf(early) }));

  for (let round = 0; ; round++) {
    if (round > mostRounds) return nobody(say(words.cycle, { count: mostRounds }));
    const found = find(server, request);
    const { location } = found;
    if (!location) {
      describeServer(server);
      return answer('server', server, say(words.noLocation, { uri: shown(request.path) }));
    }
    if (!request.internal && isInternal(location)) {
      tell(say(words.internal, {}), location);
      return answer('location', location, say(words.answers, { location: wordsOf(location), uri: shown(request.path) }));
    }
    if (found.redirects) {
      const to = `${request.path}/`;
      tell(say(words.slash, { uri: shown(request.path), to: shown(to) }), location);
      return answer('location', location, say(words.answers, { location: wordsOf(location), uri: shown(request.path) }));
    }
    const path = request.path;
    const run = runScript(nginx, location, request);
    const end = report(run.events, false);
    if (end === 'lost') return nobody(say(words.unknown, {}));
    if (run.changed && !run.ended) {
      tell(say(words.again, { uri: shown(request.path) }), location);
      continue;
    }
    if (!end) describeHandler(location, request);
    return answer('location', location, say(words.answers, { location: wordsOf(location), uri: shown(path) }));
  }

  // The server

  function serverFor(origin: NonNullable<Request['origin']>): { server: Directive; slashes: boolean } | undefined {
    const choices = choicesFor(nginx, origin);
    const [first, ...others] = choices;
    if (!first) return undefined;
    const around = near && serverOf(near);
    // Which address a name stands for is not written anywhere.
    const mine =
      choices.find((c) => c.server === around) ?? choices.find((c) => /^(?:0\.0\.0\.0|\[::\]):/.test(c.address)) ?? first;
    explain(mine, origin.host);
    if (others.some((c) => c.server !== first.server)) {
      const addresses = { list: choices.map((c) => c.address), word: 'and' } as const;
      doubt(say(words.addresses, { addresses, address: mine.address }));
    }
    for (const d of mine.doubts) doubt(say(words.doubtfulName, { line: wordsOf(d) }), d);
    if (!allServersKnown(nginx) || nginx.truncated) doubt(say(words.otherServers, {}));
    const theirs = new Set(
      choices.map((c) => merges(origin.scheme === 'https' && c.name !== undefined ? c.server : c.fallback)),
    );
    return { server: mine.server, slashes: slashesOf(theirs, mine.server) };
  }

  function serverAround(): { server: Directive; slashes: boolean } | undefined {
    const all = nginx.directives('server').filter(isHttpServer);
    const server = (near && serverOf(near)) ?? (all.length === 1 ? all[0] : undefined);
    if (!server) return undefined;
    tell(say(words.thisServer, { line: nameOf(server) }), server);
    return { server, slashes: slashesOf(new Set([server, ...fallbacksBeside(nginx, server)].map(merges)), server) };
  }

  function explain({ address, server, name, why }: Choice, host: string): void {
    const line = nameOf(server);
    if (why === 'only') tell(say(words.only, { address, line }), server);
    else if (why === 'exact' || why === 'marked' || why === 'first') tell(say(words[why], { address, line, host }), server);
    else tell(say(words[why], { address, line, host, name: name ?? '' }), server);
  }

  function merges(server: Directive): boolean | undefined {
    const { directives, certain: sure } = nginx.effective('merge_slashes', server);
    return sure || directives.length > 0 ? directives[0]?.node.args[0]?.text.toLowerCase() !== 'off' : undefined;
  }

  function slashesOf(possible: ReadonlySet<boolean | undefined>, server: Directive): boolean {
    const known = [...possible].filter((p) => p !== undefined);
    const differs = new Set([true, false].map((merge) => normalised(asked!.target, merge)?.path)).size > 1;
    if (differs && possible.size > 1 && known.length > 1) doubt(say(words.slashes, {}), server);
    return known[0] ?? true;
  }

  // The location

  function find(server: Directive, request: Request): { location: Directive | undefined; redirects: boolean } {
    const { path } = request;
    let scope: Directive | undefined = server;
    let location: Directive | undefined;
    let insideRegex = false;
    for (;;) {
      /** Levels whose expressions are tried once those below did not match. */
      const pending: Level[] = [];
      while (scope) {
        const level: Level = levelOf(nginx, scope);
        const inside = scope;
        scope = undefined;
        if (level.open) doubt(say(words.open, { block: wordsOf(inside) }), inside);
        if (level.doubtful) doubt(say(words.placeholder, { line: wordsOf(level.doubtful) }), level.doubtful);
        if (level.empty) break;
        if (inside !== server) tell(say(words.nested, { location: wordsOf(inside) }), inside);
        if (insideRegex) {
          // ngx_http_init_locations takes expressions out before it makes the tables of paths.
          if (level.exact.size + level.prefixes.length > 0) tell(say(words.neverFound, {}), inside);
          pending.push(level);
          break;
        }
        const exact = level.exact.get(path);
        if (exact) {
          tell(say(words.exactly, { location: wordsOf(exact) }), exact);
          return { location: exact, redirects: false };
        }
        const same = level.prefixes.find(({ name }) => name === path);
        const slashed = same ? undefined : level.slashed.get(`${path}/`);
        if (slashed) {
          tell(say(words.slashed, { location: wordsOf(slashed), uri: shown(path) }), slashed);
          return { location: slashed, redirects: true };
        }
        const fitting = level.prefixes
          .filter(({ name }) => path.startsWith(name))
          .sort((a, b) => b.name.length - a.name.length);
        const [best, ...shorter] = fitting;
        if (!best) {
          if (level.prefixes.length > 0) tell(say(words.noPrefix, {}));
          pending.push(level);
          break;
        }
        location = best.directive;
        const facts = { location: wordsOf(best.directive), count: shown(best.name).length };
        const list = shorter.slice(0, 5).map((p) => wordsOf(p.directive));
        tell(
          list.length > 0 ? say(words.longest, { ...facts, others: { list, word: 'and' } }) : say(words.prefix, facts),
          best.directive,
        );
        if (level.regexes.length > 0 && best.final) tell(say(words.final, { location: facts.location }), best.directive);
        else {
          if (level.regexes.length > 0) tell(say(words.noFinal, {}));
          pending.push(level);
        }
        scope = best.directive;
      }
      let hit: Directive | undefined;
      const tried = pending.some(({ regexes }) => regexes.length > 0);
      for (let next = pending.pop(); next && !hit; next = hit ? undefined : pending.pop())
        hit = firstMatching(next, path, request);
      if (!hit) {
        if (tried && location) tell(say(words.remembered, { location: wordsOf(location) }), location);
        return { location, redirects: false };
      }
      location = hit;
      insideRegex = true;
      scope = hit;
    }
  }

  function firstMatching({ regexes }: Level, path: string, request: Request): Directive | undefined {
    for (const [i, { directive, caseless, name }] of regexes.entries()) {
      const location = wordsOf(directive);
      const read = readExpression(directive, { text: name }, caseless);
      const { groups } = request;
      if (!read) doubt(say(words.notFollowed, { location }), directive);
      else if (match(request, read, path)) {
        tell(say(words.matches, { location }), directive);
        return directive;
      }
      request.groups = groups;
      if (read && i < mostTold) tell(say(words.matchesNot, { location }), directive);
    }
    return undefined;
  }

  function isInternal(location: Directive): boolean {
    return nginx.effective('internal', location).directives.length > 0;
  }

  // What happens before and in it

  /** The directive that ends the request. */
  function report(events: readonly Event[], inServer: boolean): Directive | 'lost' | undefined {
    let mayEnd: Directive | undefined;
    for (const event of events) {
      const { kind, at } = event;
      const line = wordsOf(at);
      if (kind === 'unclear') {
        const matters = event.rewrites || (event.ends && inServer);
        if (matters) doubt(say(words.unclear, { line }), at);
        else if (event.ends) {
          tell(say(words.mayEnd, { line }), at);
          mayEnd = at;
        }
      } else if (kind === 'rewritten') {
        if (mayEnd) certain = false;
        tell(say(words.rewritten, { line, uri: shown(event.path) }), at);
      } else {
        if (kind === 'lost') certain = false;
        tell(say(words[kind], { line }), at);
        if (kind === 'lost') return 'lost';
        if (kind === 'returned' || kind === 'redirected') return at;
      }
    }
    return undefined;
  }

  /** What the found location does next; where that leads somewhere else, what is next there is not looked at. */
  function describeHandler(location: Directive, request: Request): void {
    const handler = location.children.find((d) => handlers.test(d.name));
    const attempts = location.children.find((d) => d.name === 'try_files');
    if (attempts) {
      const last = attempts.node.args.at(-1)!.text;
      const kind = /^=\d/.test(last) ? 'tryCode' : last.startsWith('@') ? 'tryNamed' : 'tryUri';
      tell(say(words[kind], { line: wordsOf(attempts), last }), attempts);
    }
    if (handler) tell(say(words.handled, { line: wordsOf(handler) }), handler);
    else describeFiles(location, request);
    const last = attempts?.node.args.at(-1)?.text;
    if (last?.startsWith('/')) describeNext(pathIn(request, attempts!, last), attempts!);
  }

  /** Where an internal redirect leads to, unless something in the server comes before. */
  function describeNext(path: string | undefined, from: Directive): void {
    if (path === undefined || server.children.some((d) => scripts.test(d.name) && d.name !== 'set')) return;
    const told = steps.length;
    const sure = certain;
    const { location } = find(server, { ...request, path, internal: true, variables: new Map(), groups: [] });
    steps.length = told;
    const known = certain;
    certain = sure;
    if (location && known === sure) tell(say(words.next, { location: wordsOf(location), uri: shown(path) }), location);
    else tell(say(words.nextUnknown, { uri: shown(path) }), from);
  }

  function describeServer(server: Directive): void {
    const attempts = server.children.find((d) => d.name === 'try_files');
    if (attempts) tell(say(words.handled, { line: wordsOf(attempts) }), attempts);
  }

  function describeFiles(location: Directive, request: Request): void {
    const alias = nginx.effective('alias', location);
    const root = nginx.effective('root', location);
    const [a, r] = [alias.directives[0], root.directives[0]];
    const folder = a && (!r || a.index > r.index) ? a : r;
    if (folder) tell(say(words.files, { line: wordsOf(folder) }), folder);
    const index = request.path.endsWith('/') ? nginx.effective('index', location).directives[0] : undefined;
    if (!index) return;
    tell(say(words.index, { line: wordsOf(index) }), index);
    const [first, ...others] = index.node.args;
    if (first && others.length === 0) describeNext(pathIn(request, index, request.path + first.text), index);
  }
}

const shown = (bytes: string) => shownBytes(bytes);

/** NGX_HTTP_MAX_URI_CHANGES */
const mostRounds = 10;
/** Expressions that do not match, one step for each. */
const mostTold = 100;

/** What makes nginx redirect to the path with a slash where only that one is there (`auto_redirect`). */
const redirecting = /^(?:proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass$/;

const isHttpServer = (d: Directive) =>
  d.name === 'server' && d.node.block !== undefined && d.ns !== 'stream' && d.ns !== 'mail' && d.parent?.name !== 'upstream';

function serverOf(near: Directive): Directive | undefined {
  const server = isHttpServer(near) ? near : enclosing(near, 'server');
  return server && isHttpServer(server) ? server : undefined;
}

/** A server by what tells it from the others. */
function nameOf(server: Directive): string {
  const named = server.children.find((d) => d.name === 'server_name') ?? server.children.find((d) => d.name === 'listen');
  return named ? `server { ${wordsOf(named)}; … }` : 'server { … }';
}

/** The locations that stand directly in a block. */
interface Level {
  readonly exact: ReadonlyMap<string, Directive>;
  readonly prefixes: readonly { readonly name: string; readonly final: boolean; readonly directive: Directive }[];
  /** Those whose requests nginx sends on, by name, where it ends in a slash. */
  readonly slashed: ReadonlyMap<string, Directive>;
  readonly regexes: readonly { readonly name: string; readonly caseless: boolean; readonly directive: Directive }[];
  readonly empty: boolean;
  readonly open: boolean;
  /** A location whose name is not what nginx will read. */
  readonly doubtful: Directive | undefined;
}

const levels = new WeakMap<Directive, Level>();

function levelOf(nginx: Nginx, block: Directive): Level {
  let level = levels.get(block);
  if (!level) {
    level = readLevel(nginx, block);
    levels.set(block, level);
  }
  return level;
}

function readLevel(nginx: Nginx, block: Directive): Level {
  const exact = new Map<string, Directive>();
  const prefixes: Level['prefixes'][number][] = [];
  const slashed = new Map<string, Directive>();
  const regexes: Level['regexes'][number][] = [];
  let doubtful: Directive | undefined;
  for (const directive of block.children) {
    if (directive.name !== 'location' || !directive.node.block) continue;
    const place = placeOf(directive);
    if (!place || hasPlaceholder(directive)) {
      doubtful ??= directive;
      continue;
    }
    if (place.kind === 'named') continue;
    if (place.kind === 'regex' || place.kind === 'caseless')
      regexes.push({ name: place.name, caseless: place.kind === 'caseless', directive });
    else {
      const name = bytesOf(place.name, directive.file.source.encoding);
      // Before 1.23.4 nginx keeps the length of a name in one byte.
      if (name.length > 255) doubtful ??= directive;
      if (place.kind === 'exact') exact.set(name, directive);
      else prefixes.push({ name, final: place.final, directive });
      if (name.endsWith('/') && directive.children.some((d) => redirecting.test(d.name))) slashed.set(name, directive);
    }
  }
  for (const name of slashed.keys()) slashed.set(name, exact.get(name) ?? slashed.get(name)!);
  const empty = exact.size === 0 && prefixes.length === 0 && regexes.length === 0;
  return { exact, prefixes, slashed, regexes, empty, open: nginx.isOpen(block), doubtful };
}

const words = texts({
  unless: { en: '{verdict}; not certain, see the steps that say so', 'zh-CN': '{verdict}；但并不确定，见下面标出的步骤' },
  noUrl: { en: '{url} is neither a URL nor a path that begins with /', 'zh-CN': '{url} 既不是 URL，也不是以 / 开头的路径' },
  nobodyListens: {
    en: 'no known server listens on port {port} there',
    'zh-CN': '已知的 server 中没有一个在该地址的端口 {port} 上监听',
  },
  whichServer: {
    en: 'a path alone does not tell which server it is for: name a place in a server, or give a whole URL',
    'zh-CN': '只有路径无法判断由哪个 server 处理：请指明某个 server 中的位置，或给出完整的 URL',
  },
  refused: { en: 'nginx answers {uri} with 400: it is no valid path', 'zh-CN': 'nginx 对 {uri} 返回 400：它不是合法的路径' },
  unknown: {
    en: 'it cannot be known: the path that is looked for next depends on values that only a request has',
    'zh-CN': '无法得知：接下来要查找的路径取决于请求时才有的值',
  },
  cycle: {
    en: 'the path is rewritten more than {count} times: nginx gives up and answers 500',
    'zh-CN': '路径被改写超过 {count} 次：nginx 会放弃并返回 500',
  },
  early: {
    en: '{line} of the server answers before any location is looked for',
    'zh-CN': '在查找 location 之前，server 中的 {line} 就已作出响应',
  },
  noLocation: {
    en: 'no location matches {uri}: the server itself answers',
    'zh-CN': '没有 location 匹配 {uri}：由 server 自身响应',
  },
  answers: { en: '{location} answers {uri}', 'zh-CN': '{uri} 由 {location} 响应' },

  normalised: {
    en: 'percent-encoding, dots and repeated slashes resolved, nginx looks for {uri}',
    'zh-CN': '解码百分号编码、处理点号与重复的斜杠之后，nginx 查找的是 {uri}',
  },
  thisServer: { en: 'the server is {line}', 'zh-CN': 'server 是 {line}' },
  only: { en: 'only {line} listens on {address}', 'zh-CN': '只有 {line} 监听 {address}' },
  exact: {
    en: 'of the servers on {address}, {line} has the name {host}',
    'zh-CN': '{address} 上的 server 中，{line} 的名称就是 {host}',
  },
  leading: {
    en: 'of the servers on {address}, {line} has {name}, the longest wildcard at the beginning that fits {host}',
    'zh-CN': '{address} 上的 server 中，{line} 的 {name} 是匹配 {host} 的最长前缀通配符',
  },
  trailing: {
    en: 'of the servers on {address}, {line} has {name}, the longest wildcard at the end that fits {host}',
    'zh-CN': '{address} 上的 server 中，{line} 的 {name} 是匹配 {host} 的最长后缀通配符',
  },
  regex: {
    en: 'of the servers on {address}, {line} has {name}, the first expression that matches {host}',
    'zh-CN': '{address} 上的 server 中，{line} 的 {name} 是第一个匹配 {host} 的正则表达式',
  },
  marked: {
    en: 'no server on {address} has a name that fits {host}: the default_server takes it, {line}',
    'zh-CN': '{address} 上没有名称与 {host} 匹配的 server：由 default_server 处理，即 {line}',
  },
  first: {
    en: 'no server on {address} has a name that fits {host}: the first one takes it, {line}',
    'zh-CN': '{address} 上没有名称与 {host} 匹配的 server：由第一个 server 处理，即 {line}',
  },
  addresses: {
    en: 'not every address leads to the same server ({addresses}): taken for {address}',
    'zh-CN': '不同地址（{addresses}）对应的 server 并不相同：这里按 {address} 处理',
  },
  doubtfulName: { en: 'it is not known whether {line} fits', 'zh-CN': '无法判断 {line} 是否匹配' },
  otherServers: { en: 'there may be other servers in files that are not known', 'zh-CN': '未知的文件里可能还有其他 server' },
  slashes: {
    en: 'merge_slashes differs between the servers of this address: which one counts depends on the connection',
    'zh-CN': '该地址上各个 server 的 merge_slashes 不同：以哪个为准取决于连接',
  },
  code: { en: 'it is not known what the code in {line} does', 'zh-CN': '无法得知 {line} 中的代码会做什么' },
  open: {
    en: '{block} includes files that are not known: they may hold a better location',
    'zh-CN': '{block} 引入了未知的文件：其中可能有更匹配的 location',
  },
  placeholder: {
    en: '{line} is not known to the end: taken for one that does not match',
    'zh-CN': '{line} 的内容无法完全确定：按不匹配处理',
  },

  nested: { en: 'the locations inside {location} are looked at next', 'zh-CN': '接下来查找 {location} 内部的 location' },
  neverFound: {
    en: 'inside an expression nginx never finds locations that are paths: only expressions are tried',
    'zh-CN': '在正则 location 内部，nginx 永远找不到按路径匹配的 location：只会尝试正则表达式',
  },
  exactly: { en: '{location} is exactly this path: the search ends', 'zh-CN': '{location} 与路径完全相等：查找结束' },
  slashed: {
    en: 'no location is {uri} itself, but {location} with a slash behind it passes requests on',
    'zh-CN': '没有路径恰好为 {uri} 的 location，但末尾多一个斜杠的 {location} 会转发请求',
  },
  noPrefix: { en: 'no prefix matches', 'zh-CN': '没有前缀匹配' },
  prefix: { en: '{location} matches (length {count}), remembered', 'zh-CN': '{location} 匹配（长度 {count}），先记住它' },
  longest: {
    en: '{location} matches and is the longest such prefix (length {count}), remembered; shorter: {others}',
    'zh-CN': '{location} 匹配，且是最长的匹配前缀（长度 {count}），先记住它；较短的还有 {others}',
  },
  final: {
    en: '{location} has ^~: the expressions beside it are not tried',
    'zh-CN': '{location} 带有 ^~：不再尝试与它同级的正则表达式',
  },
  noFinal: {
    en: 'it has no ^~: the expressions beside it are still to be tried, in their order',
    'zh-CN': '它没有 ^~：还要按顺序尝试与它同级的正则表达式',
  },
  remembered: {
    en: 'no expression matches: the remembered {location} answers',
    'zh-CN': '没有正则表达式匹配：由记住的 {location} 响应',
  },
  matches: {
    en: '{location} matches: the first expression that does wins',
    'zh-CN': '{location} 匹配：第一个匹配的正则表达式胜出',
  },
  matchesNot: { en: '{location} does not match', 'zh-CN': '{location} 不匹配' },
  notFollowed: {
    en: 'whether {location} matches cannot be known here: taken for one that does not',
    'zh-CN': '这里无法判断 {location} 是否匹配：按不匹配处理',
  },
  internal: { en: 'it is internal: a client that asks for it gets 404', 'zh-CN': '它是 internal：客户端直接请求会得到 404' },
  slash: { en: 'nginx answers {uri} with 301 to {to}', 'zh-CN': 'nginx 对 {uri} 返回 301，跳转到 {to}' },

  returned: { en: '{line} ends the request', 'zh-CN': '{line} 结束请求' },
  redirected: {
    en: '{line} matches: the client is sent to another address',
    'zh-CN': '{line} 匹配：把客户端重定向到另一个地址',
  },
  rewritten: { en: '{line} matches: the path becomes {uri}', 'zh-CN': '{line} 匹配：路径变为 {uri}' },
  different: { en: '{line} does not match', 'zh-CN': '{line} 不匹配' },
  stopped: { en: '{line} ends the rewriting', 'zh-CN': '{line} 结束改写' },
  entered: { en: '{line} holds', 'zh-CN': '{line} 成立' },
  unclear: {
    en: 'whether {line} applies depends on the request: taken for one that does not',
    'zh-CN': '{line} 是否成立取决于请求：按不成立处理',
  },
  mayEnd: { en: '{line} may answer the request here', 'zh-CN': '{line} 可能在这里就响应请求' },
  lost: {
    en: '{line} matches, but the path that it writes depends on values that only a request has',
    'zh-CN': '{line} 匹配，但改写出的路径取决于请求时才有的值',
  },
  again: { en: 'the search begins again with {uri}', 'zh-CN': '以 {uri} 重新开始查找' },

  tryUri: {
    en: '{line}: the first file that is there, else the search begins again with {last}',
    'zh-CN': '{line}：返回第一个存在的文件，否则以 {last} 重新开始查找',
  },
  tryNamed: {
    en: '{line}: the first file that is there, else location {last}',
    'zh-CN': '{line}：返回第一个存在的文件，否则转到 location {last}',
  },
  tryCode: {
    en: '{line}: the first file that is there, else the status {last}',
    'zh-CN': '{line}：返回第一个存在的文件，否则返回状态 {last}',
  },
  handled: { en: 'then {line}', 'zh-CN': '然后执行 {line}' },
  files: { en: 'a file, by {line}', 'zh-CN': '返回文件，依据 {line}' },
  next: { en: 'in that case {location} answers {uri}', 'zh-CN': '这时 {uri} 由 {location} 响应' },
  nextUnknown: { en: 'who answers {uri} in that case is not certain', 'zh-CN': '这时由谁响应 {uri} 并不确定' },
  index: {
    en: 'for the folder a file by {line}: the search begins again with its path',
    'zh-CN': '目录对应的文件依据 {line}：以其路径重新开始查找',
  },
});
