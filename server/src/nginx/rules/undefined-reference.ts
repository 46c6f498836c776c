import { suggester } from '../../core/nearest.ts';
import { ruleFor } from '../../core/rule.ts';
import type { Span } from '../../core/text.ts';
import { replaceWord } from '../model/edits.ts';
import { isDefault, listensOf, parameter } from '../model/listens.ts';
import { isOwn, isPlaceholder } from '../model/meaning.ts';
import { type Directive, directivesOf, enclosing, type Nginx, spanOf, wordSpan, wordsOf } from '../model/model.ts';
import { uncertified } from '../model/ssl.ts';
import { bothPlaces, surelyTogether } from '../model/twice.ts';
import { isWhole, knowsVariables } from '../model/whole.ts';
import { partOf } from '../model/words.ts';
import { type ZoneUse, zoneFaults, zoneUses } from '../model/zones.ts';
import type { Word } from '../syntax.ts';

export default ruleFor<Nginx>()({
  id: 'nginx/undefined-reference',
  since: '0.2.0',
  messages: {
    zone: {
      severity: 'error',
      en: 'no {maker} makes the zone {name}: nginx does not start',
      'zh-CN': '没有任何 {maker} 声明共享内存区 {name}：nginx 无法启动',
    },
    'zone-kind': {
      severity: 'error',
      en: 'the zone {name} is made by {other}, {directive} cannot use it: nginx does not start',
      'zh-CN': '共享内存区 {name} 由 {other} 声明，{directive} 不能使用：nginx 无法启动',
    },
    'zone-twice': {
      severity: 'error',
      en: 'the zone {name} is made a second time: nginx does not start',
      'zh-CN': '共享内存区 {name} 重复声明：nginx 无法启动',
    },
    'zone-size': {
      severity: 'error',
      en: 'the zone {name} has another size at its first place: nginx does not start',
      'zh-CN': '共享内存区 {name} 与第一处声明的大小不同：nginx 无法启动',
    },
    'zone-sizeless': {
      severity: 'error',
      en: 'the zone {name} gets its size nowhere: nginx does not start',
      'zh-CN': '共享内存区 {name} 在任何地方都没有给出大小：nginx 无法启动',
    },
    'upstream-near': {
      severity: 'warning',
      en: 'there is no upstream {host}, and nothing uses upstream {near}: nginx asks DNS for {host} when it starts',
      'zh-CN': '没有 upstream {host}，而 upstream {near} 没有任何地方使用：nginx 启动时会向 DNS 查询 {host}',
    },
    'log-format': {
      severity: 'error',
      en: 'no log_format defines {name}: nginx does not start',
      'zh-CN': '没有任何 log_format 定义 {name}：nginx 无法启动',
    },
    'log-format-parameter': {
      severity: 'error',
      en: 'nginx takes {parameter} for the name of a log_format, which stands before the parameters: it does not start',
      'zh-CN': '格式名写在各参数之前，nginx 会把 {parameter} 当作 log_format 的名字：无法启动',
    },
    'log-format-later': {
      severity: 'error',
      en: 'the log_format {name} comes only after this line: nginx reads from top to bottom and does not start',
      'zh-CN': 'log_format {name} 定义在这一行之后：nginx 从上往下读取，因此无法启动',
    },
    'log-format-twice': {
      severity: 'error',
      en: 'a second log_format {name}: nginx does not start',
      'zh-CN': '重复定义了 log_format {name}：nginx 无法启动',
    },
    'log-format-combined': {
      severity: 'error',
      en: 'nginx has the log_format {name} of itself and does not start with another one',
      'zh-CN': 'nginx 自带 log_format {name}，再定义一个会无法启动',
    },
    'upstream-port': {
      severity: 'error',
      en: '{name} is an upstream, it has no port: the ports stand at its servers; nginx does not start',
      'zh-CN': '{name} 是 upstream，不能带端口：端口写在它的 server 上；nginx 无法启动',
    },
    'upstream-twice': {
      severity: 'error',
      en: 'a second upstream {name}: nginx does not start',
      'zh-CN': '重复定义了 upstream {name}：nginx 无法启动',
    },
    'upstream-empty': {
      severity: 'error',
      en: 'the upstream {name} has no server: nginx does not start',
      'zh-CN': 'upstream {name} 里没有 server：nginx 无法启动',
    },
    upstream: {
      severity: 'error',
      en: 'there is no upstream {name}, and a host needs a port here: nginx does not start',
      'zh-CN': '没有 upstream {name}，而主机名在这里必须带端口：nginx 无法启动',
    },
    'charset-map': {
      severity: 'error',
      en: 'no charset_map leads from {source} to {charset}: nginx does not start',
      'zh-CN': '没有从 {source} 到 {charset} 的 charset_map：nginx 无法启动',
    },
    location: {
      severity: 'warning',
      en: 'this server has no location {name}: nginx starts, but answers with 500 where it should jump there',
      'zh-CN': '这个 server 里没有 location {name}：nginx 可以启动，但需要跳转过去时会返回 500',
    },
    'thread-pool': {
      severity: 'error',
      en: 'no thread_pool defines {name}: nginx does not start',
      'zh-CN': '没有任何 thread_pool 定义 {name}：nginx 无法启动',
    },
    certificate: {
      severity: 'error',
      en: 'the default server of {socket} speaks TLS without an ssl_certificate: nginx does not start',
      'zh-CN': '{socket} 的默认 server 使用 TLS，却没有 ssl_certificate：nginx 无法启动',
    },
    'certificate-rejected': {
      severity: 'error',
      en: 'this server speaks TLS on {socket} without an ssl_certificate, and the default server there, which rejects handshakes, has none either: nginx does not start',
      'zh-CN': '这个 server 在 {socket} 上使用 TLS，却没有 ssl_certificate，而那里拒绝握手的默认 server 也没有：nginx 无法启动',
    },
    'ssl-certificate': {
      severity: 'error',
      en: '{switch} needs an ssl_certificate: nginx does not start',
      'zh-CN': '{switch} 需要 ssl_certificate：nginx 无法启动',
    },
    'certificate-key': {
      severity: 'error',
      en: 'this ssl_certificate has no ssl_certificate_key: nginx does not start',
      'zh-CN': '这个 ssl_certificate 没有对应的 ssl_certificate_key：nginx 无法启动',
    },
    'tls-partner': {
      severity: 'error',
      en: '{directive} needs {partner}, too: nginx does not start',
      'zh-CN': '{directive} 还需要 {partner}：nginx 无法启动',
    },
    'cache-key': {
      severity: 'warning',
      en: 'without {key} all requests share one entry of the cache: the first answer goes to everybody',
      'zh-CN': '没有 {key} 时，所有请求共用同一个缓存条目：第一个响应会返回给所有人',
    },
  },
  notes: {
    first: { en: 'the first one', 'zh-CN': '第一处在这里' },
    defined: { en: 'defined here', 'zh-CN': '定义在这里' },
  },
  toldAt: ['first', 'defined'],
  fixes: {
    rename: { safety: 'unsafe', en: 'write {near}', 'zh-CN': '改为 {near}' },
    combined: { safety: 'safe', en: 'write {format} before it', 'zh-CN': '在它前面写上 {format}' },
    'drop-port': { safety: 'unsafe', en: 'take the port out', 'zh-CN': '去掉端口' },
  },
  check(nginx, report) {
    const whole = isWhole(nginx);
    const root = nginx.top.context === 'main';
    const suggest = suggester();

    for (const { fault, use, other } of zoneFaults(nginx, whole)) {
      const { name, directive: d } = use;
      if (other && !surelyTogether(other.directive, d, root)) continue;
      const at = partOf(d, use.word, use.at, use.at + name.length);
      const related = other ? { related: [{ note: 'first', at: bothPlaces(other.directive, d).first }] as const } : {};
      const again = other?.directive.node === d.node ? bothPlaces(other.directive, d).second : at;
      if (fault === 'undeclared') {
        const near = suggest(name, `zone ${use.kind}`, () => zonesMade(nginx, use));
        report(at, 'zone', { name, maker: makerOf(d) }, renaming(at, name, near));
      } else if (fault === 'sizeless') report(at, 'zone-sizeless', { name });
      else if (fault === 'kind') report(at, 'zone-kind', { name, directive: d.name, other: other!.directive.name }, related);
      else report(again, fault === 'twice' ? 'zone-twice' : 'zone-size', { name }, related);
    }

    for (const { directive: d, host, start } of whole ? strangers(nginx) : []) {
      const near = suggest(host, 'unused upstream', () => unusedUpstreams(nginx));
      const at = partOf(d, d.node.args[0]!, start, start + host.length);
      if (near !== undefined) report(at, 'upstream-near', { host, near }, renaming(at, host, near));
    }

    for (const { directive: d, word, fault, other } of formatFaults(nginx, whole)) {
      if (other && !surelyTogether(other, d, root)) continue;
      const related = other
        ? { related: [{ note: fault === 'later' ? 'defined' : 'first', at: bothPlaces(other, d).first } as const] }
        : {};
      const name = word.text;
      if (fault === 'unknown' && /^(?:buffer=|flush=|if=|gzip$|gzip=)/.test(name)) {
        const { start } = wordSpan(d, word);
        const edits = [{ at: { file: d.file.path, start, end: start }, text: 'combined ' }];
        const fixes = d.ns === 'http' ? [{ fix: 'combined', edits, data: { format: 'combined' } } as const] : [];
        report(wordSpan(d, word), 'log-format-parameter', { parameter: name }, { fixes });
      } else if (fault === 'unknown') {
        const near = suggest(name, `log_format ${d.ns}`, () => formatsOf(nginx, d));
        report(
          wordSpan(d, word),
          'log-format',
          { name },
          near ? { fixes: [{ fix: 'rename', edits: [replaceWord(d, word, near)], data: { near } }] } : {},
        );
      } else if (fault === 'later') report(wordSpan(d, word), 'log-format-later', { name }, related);
      else if (fault === 'combined') report(wordSpan(d, word), 'log-format-combined', { name });
      else
        report(
          other!.node === d.node ? bothPlaces(other!, d).second : wordSpan(d, word),
          'log-format-twice',
          { name },
          related,
        );
    }

    const upstreams = new Map<string, Directive>();
    for (const { ns, name, directive: d } of nginx.upstreams) {
      if (isPlaceholder(d.node.args[0]!, d.file)) continue;
      const key = `${ns} ${name.toLowerCase()}`;
      const first = upstreams.get(key);
      if (!first) upstreams.set(key, d);
      else if (surelyTogether(first, d, root)) {
        const at = bothPlaces(first, d);
        report(at.second, 'upstream-twice', { name }, { related: [{ note: 'first', at: at.first }] });
      }
      if (isEmpty(nginx, d)) report(spanOf(d), 'upstream-empty', { name });
    }
    for (const { directive: d, literal, targets } of nginx.passes) {
      const [target] = targets;
      if (!literal || target?.kind !== 'address' || target.port === undefined || nginx.meaning(d).kind !== 'known') continue;
      const upstream = upstreams.get(`${d.ns} ${target.host.toLowerCase()}`);
      if (!upstream || !surelyTogether(upstream, d, root)) continue;
      const word = d.node.args[0]!;
      const port = word.text.indexOf(`${target.host}:${target.port}`) + target.host.length;
      const at = partOf(d, word, port, port + target.port.length + 1);
      report(
        at,
        'upstream-port',
        { name: target.host },
        {
          related: [{ note: 'defined', at: spanOf(upstream) }],
          fixes: at.end - at.start === target.port.length + 1 ? [{ fix: 'drop-port', edits: [{ at, text: '' }] }] : [],
        },
      );
    }

    if (whole)
      for (const { directive: d, host } of portless(nginx)) {
        const word = d.node.args[0]!;
        const from = word.text.toLowerCase().lastIndexOf(host.toLowerCase());
        const at = partOf(d, word, from, from + host.length);
        const near = suggest(host, `upstream ${d.ns}`, () => upstreamsOf(nginx, d));
        report(at, 'upstream', { name: host }, renaming(at, host, near));
      }

    const locations = new Map<Directive, ReadonlySet<string>>();
    for (const [d, word] of jumps(nginx)) {
      const server = enclosing(d, 'server');
      if (!server || nginx.isOpen(server) || word.text.includes('$') || isPlaceholder(word, d.file)) continue;
      let names = locations.get(server);
      if (!names) {
        names = new Set(server.children.flatMap(({ name, node }) => (name === 'location' ? (node.args[0]?.text ?? []) : [])));
        locations.set(server, names);
      }
      if (names.has(word.text)) continue;
      const near = suggest(word.text, server, () => [...locations.get(server)!].filter((name) => name.startsWith('@')));
      report(
        wordSpan(d, word),
        'location',
        { name: word.text },
        near ? { fixes: [{ fix: 'rename', edits: [replaceWord(d, word, near)], data: { near } }] } : {},
      );
    }

    if (!whole) return;
    const pools = new Set(['default', ...nginx.directives('thread_pool').map(({ node }) => node.args[0]?.text)]);
    for (const d of nginx.directives('aio')) {
      const word = d.node.args[0];
      const name = word?.text.startsWith('threads=') ? word.text.slice('threads='.length) : undefined;
      if (name === undefined || name.includes('$') || pools.has(name) || isPlaceholder(word!, d.file)) continue;
      if (nginx.meaning(d).kind === 'known') report(wordSpan(d, word!), 'thread-pool', { name });
    }

    for (const { directive: d, source, charset } of recodings(nginx)) report(spanOf(d), 'charset-map', { source, charset });

    for (const ns of ['http', 'stream', 'mail'] as const)
      for (const [socket, listens] of listensOf(nginx, ns).bySocket) {
        const tls = listens.some(({ directive }) => parameter(directive, 'ssl') ?? parameter(directive, 'quic'));
        if (!tls) continue;
        const first = listens.find((l) => isDefault(l.directive)) ?? listens[0];
        for (const listen of uncertified(nginx, listens)) {
          const { directive: d } = listen;
          const data = { socket: socket.slice(socket.indexOf(' ') + 1) };
          if (nginx.meaning(d).kind === 'known')
            report(spanOf(d), listen === first ? 'certificate' : 'certificate-rejected', data);
        }
      }
    for (const server of nginx.directives('server')) {
      if (!server.node.block || server.ns === 'mail' || nginx.meaning(server).kind !== 'known') continue;
      const [on] = nginx.effective('ssl', server).directives;
      const certificates = nginx.effective('ssl_certificate', server).directives;
      const lacks = certificates.length === 0 && !isOn(nginx, 'ssl_reject_handshake', server);
      if (on?.node.args[0]?.text.toLowerCase() === 'on' && lacks && nginx.meaning(on).kind === 'known')
        report(spanOf(on), 'ssl-certificate', { switch: wordsOf(on) });
      const keys = nginx.effective('ssl_certificate_key', server).directives;
      const lone = certificates[keys.length];
      // A key may be kept elsewhere, which takes a module.
      if (lone && knowsVariables(nginx)) report(spanOf(lone), 'certificate-key', {});
    }
    for (const [d, partner] of withoutPartner(nginx)) report(spanOf(d), 'tls-partner', { directive: wordsOf(d), partner });
    for (const protocol of ['fastcgi', 'uwsgi', 'scgi'])
      for (const d of nginx.directives(`${protocol}_cache`)) {
        const key = `${protocol}_cache_key`;
        if (d.node.args[0]?.text === 'off' || d.parent?.name === 'http' || nginx.meaning(d).kind !== 'known') continue;
        if (!has(nginx, key, d.parent)) report(spanOf(d), 'cache-key', { key });
      }
  },
});

const has = (nginx: Nginx, name: string, scope: Directive | undefined) => nginx.effective(name, scope).directives.length > 0;
const isOn = (nginx: Nginx, name: string, scope: Directive | undefined) =>
  nginx.effective(name, scope).directives.some(({ node }) => node.args[0]?.text.toLowerCase() === 'on');

/**
 * What TLS is told to use or to verify, without what that takes. nginx looks where connections are made: at a pass of
 * `https` and its like, in a server of stream with `proxy_ssl`, in a server that has a certificate.
 */
function withoutPartner(nginx: Nginx): Map<Directive, string> {
  const lacking = new Map<Directive, string>();
  const value = (name: string, scope: Directive | undefined) => {
    const { directives, certain } = nginx.effective(name, scope);
    const [d] = directives;
    const word = d?.node.args[0];
    return certain && d && word && !isPlaceholder(word, d.file) && nginx.meaning(d).kind === 'known' ? d : undefined;
  };
  const need = (d: Directive | undefined, scope: Directive | undefined, ...partners: readonly [string, ...string[]]) => {
    const set = partners.some((name) => {
      const { directives, certain } = nginx.effective(name, scope);
      return !certain || directives.some(({ node }) => node.args[0]?.text !== '');
    });
    if (d && !set) lacking.set(d, partners[0]);
  };
  const secured = [
    ...nginx.passes.flatMap(({ directive: d, scheme }) =>
      d.ns === 'http' && /^(?:https|grpcs|suwsgi)$/.test(scheme ?? '')
        ? [{ by: d.name.slice(0, -'_pass'.length), scope: d.parent }]
        : [],
    ),
    ...nginx
      .directives('server')
      .flatMap((server) =>
        server.ns === 'stream' && isOn(nginx, 'proxy_ssl', server) ? [{ by: 'proxy', scope: server }] : [],
      ),
  ];
  for (const { by, scope } of secured) {
    const verify = value(`${by}_ssl_verify`, scope);
    if (verify?.node.args[0]?.text.toLowerCase() === 'on') need(verify, scope, `${by}_ssl_trusted_certificate`);
    const certificate = value(`${by}_ssl_certificate`, scope);
    if (certificate?.node.args[0]?.text !== '') need(certificate, scope, `${by}_ssl_certificate_key`);
  }
  for (const server of nginx.directives('server')) {
    if (!server.node.block || !has(nginx, 'ssl_certificate', server)) continue;
    const verify = value('ssl_verify_client', server);
    // Until 1.27 the trusted certificates did not do.
    if (/^(?:on|optional)$/i.test(verify?.node.args[0]?.text ?? ''))
      need(verify, server, 'ssl_client_certificate', 'ssl_trusted_certificate');
  }
  return lacking;
}

/** The directive that makes what another one uses. */
const makerOf = ({ name }: Directive) => (name.endsWith('_cache') ? `${name}_path` : `${name}_zone`);

const zonesMade = (nginx: Nginx, { kind }: ZoneUse) =>
  zoneUses(nginx).flatMap((other) => (other.kind === kind && other.makes !== 'none' ? [other.name] : []));

/** Upstreams that no pass leads to; none where a pass may lead anywhere. */
function unusedUpstreams({ passes, upstreams }: Nginx): string[] {
  if (passes.some((pass) => !pass.complete)) return [];
  return upstreams.filter((u) => u.ns === 'http' && u.passes.length === 0).map((u) => u.name);
}

/** Passes to a name without a port and without a dot: an upstream, or a host of the local network. */
function strangers({ passes }: Nginx): { readonly directive: Directive; readonly host: string; readonly start: number }[] {
  return passes.flatMap(({ directive, literal, targets }) => {
    const [target] = targets;
    const word = directive.node.args[0];
    if (!literal || !word || directive.ns !== 'http' || target?.kind !== 'address' || target.port !== undefined) return [];
    const slashes = word.text.indexOf('://');
    const start = slashes < 0 ? 0 : slashes + 3;
    return /^[a-z][\w-]*$/i.test(target.host) ? [{ directive, host: target.host, start }] : [];
  });
}

function renaming(at: Span, name: string, near: string | undefined) {
  if (near === undefined || at.end - at.start !== name.length) return {};
  return { fixes: [{ fix: 'rename', edits: [{ at, text: near }], data: { near } }] as const };
}

interface FormatFault {
  readonly directive: Directive;
  readonly word: Word;
  readonly fault: 'unknown' | 'later' | 'twice' | 'combined';
  readonly other: Directive | undefined;
}

/** Formats are looked up while the configuration is read, without regard to case; http has `combined` of itself. */
function* formatFaults(nginx: Nginx, whole: boolean): Iterable<FormatFault> {
  const later = new Map<string, Directive>();
  for (const d of nginx.directives('log_format')) {
    const key = formatOf(d, d.node.args[0])?.toLowerCase();
    if (key !== undefined && !later.has(key)) later.set(key, d);
  }
  const read = new Map<string, Directive>();
  const known = new Set(['http combined']);
  for (const d of directivesOf(nginx, ['log_format', 'access_log'])) {
    const word = d.node.args[d.name === 'log_format' ? 0 : 1];
    const format = formatOf(d, word);
    if (!word || format === undefined || nginx.meaning(d).kind !== 'known') continue;
    if (d.name === 'access_log') {
      const other = later.get(format.toLowerCase());
      if (!whole || known.has(format.toLowerCase()) || d.node.args[0]!.text === 'off') continue;
      yield { directive: d, word, fault: other ? 'later' : 'unknown', other };
      continue;
    }
    const first = read.get(format);
    if (format === 'http combined') yield { directive: d, word, fault: 'combined', other: undefined };
    else if (first) yield { directive: d, word, fault: 'twice', other: first };
    else read.set(format, d);
    known.add(format.toLowerCase());
  }
}

/** `http main`; undefined where the word is not what nginx will read. */
const formatOf = (d: Directive, word: Word | undefined) =>
  word && !isPlaceholder(word, d.file) ? `${d.ns} ${word.text}` : undefined;

const formatsOf = (nginx: Nginx, { ns }: Directive) =>
  nginx.directives('log_format').flatMap((d) => (d.ns === ns && d.node.args[0] ? [d.node.args[0].text] : []));

const upstreamsOf = ({ upstreams }: Nginx, { ns }: Directive) => upstreams.flatMap((u) => (u.ns === ns ? [u.name] : []));

/** Where all lines of an upstream are nginx's own, and none of them brings a server. */
function isEmpty(nginx: Nginx, upstream: Directive): boolean {
  if (nginx.isOpen(upstream) || upstream.file.tree.problems.length > 0) return false;
  if (upstream.node.block?.kind !== 'directives' || nginx.meaning(upstream).kind !== 'known') return false;
  return upstream.children.every((d) => {
    const meaning = nginx.meaning(d);
    if (d.name === 'server' || d.name === 'include') return d.name === 'include';
    // Those that are sold or of others may bring servers from elsewhere; NGINX Plus fills a zone over its API.
    if (d.name === 'zone') return false;
    return meaning.kind === 'known' && meaning.readings.every(({ fact, form }) => isOwn(fact) && form.setter !== '');
  });
}

/**
 * Passes of protocols without a default port to a host without a port. One to which another pass gives a port shares it
 * (`ngx_http_upstream_add`).
 */
function* portless(nginx: Nginx): Iterable<{ readonly directive: Directive; readonly host: string }> {
  const lacking: { readonly directive: Directive; readonly host: string }[] = [];
  const given = new Set<string>();
  for (const { directive, literal, targets } of nginx.passes)
    for (const target of targets) {
      if (target.kind !== 'address' || target.unix) continue;
      const key = `${directive.ns} ${target.host.toLowerCase()}`;
      const hasDefault = directive.name === 'proxy_pass' && directive.ns === 'http';
      if (target.port !== undefined || hasDefault) given.add(key);
      else if (literal && !isNumeric(target.host)) lacking.push({ directive, host: target.host });
    }
  for (const { directive, host } of lacking) {
    if (given.has(`${directive.ns} ${host.toLowerCase()}`) || isPlaceholder(directive.node.args[0]!, directive.file)) continue;
    if (nginx.meaning(directive).kind === 'known') yield { directive, host };
  }
}

/** An address, of which no upstream could have the name. */
const isNumeric = (host: string) => /^(?:\[.*\]|[\d.]+)$/.test(host);

/** The pairs of charsets that responses would be recoded between, and that no charset_map is there for. */
function* recodings(nginx: Nginx) {
  const pair = (a: string, b: string) => [a.toLowerCase(), b.toLowerCase()].sort().join(' ');
  const maps = new Set(
    nginx.directives('charset_map').map(({ node: { args } }) => pair(args[0]?.text ?? '', args[1]?.text ?? '')),
  );
  const set = [...nginx.directives('charset'), ...nginx.directives('source_charset')];
  const scopes = new Set(
    [...new Set(set.map(({ parent }) => parent))].flatMap((block) =>
      block?.name === 'http' ? block.children.filter(({ name, node }) => name === 'server' && node.block) : [block],
    ),
  );
  const told = new Set<Directive>();
  for (const scope of scopes) {
    const [to] = nginx.effective('charset', scope).directives;
    const [from] = nginx.effective('source_charset', scope).directives;
    const [charset, source] = [to?.node.args[0]?.text, from?.node.args[0]?.text];
    if (!from || charset === undefined || source === undefined || told.has(from)) continue;
    if (charset === 'off' || `${charset}${source}`.includes('$') || charset.toLowerCase() === source.toLowerCase()) continue;
    if (maps.has(pair(charset, source)) || nginx.meaning(from).kind !== 'known') continue;
    told.add(from);
    yield { directive: from, source, charset };
  }
}

/** The words that name a location to go on in: the last ones of error_page and try_files. */
function* jumps(nginx: Nginx): Iterable<readonly [Directive, Word]> {
  for (const name of ['error_page', 'try_files'])
    for (const d of nginx.directives(name)) {
      const word = d.node.args.at(-1);
      if (word?.text.startsWith('@') && d.node.args.length > 1 && nginx.meaning(d).kind === 'known') yield [d, word];
    }
}
