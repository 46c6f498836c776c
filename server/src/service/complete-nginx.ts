import { folderOf, resolvePath } from '../core/path.ts';
import type { Source } from '../core/text.ts';
import { any, formatVersion, type Target } from '../core/version.ts';
import { nginxIn } from '../machine/arithmetic.ts';
import type { Grammar, Parameter, Value } from '../nginx/facts/arguments.ts';
import { directiveNames, type Form, type Namespace } from '../nginx/facts/directives.ts';
import { shapeOf } from '../nginx/facts/setters.ts';
import { builtIn, builtInNames, builtInPrefixes } from '../nginx/facts/variables.ts';
import { isOwn, meaningAt, type Place, placeIn, type Reading } from '../nginx/model/meaning.ts';
import { enclosing, type Nginx } from '../nginx/model/model.ts';
import { variablesDefined } from '../nginx/model/symbols.ts';
import { zoneUses } from '../nginx/model/zones.ts';
import type { DirectiveNode } from '../nginx/syntax.ts';
import type { Around, Completion, Proposal } from './complete.ts';
import { type Statement, statementAt } from './statement.ts';

/** Names of directives, and behind them what they take. */
export async function completeNginx(source: Source, offset: number, around: Around): Promise<Completion | undefined> {
  const statement = statementAt(source, offset);
  if (!statement) return undefined;
  const { blocks, words, at } = statement;
  const word = words[at]!;
  const whole = {
    file: source.path,
    start: word.start + (word.quote ? 1 : 0),
    end: word.start + (word.quote ? 1 : 0) + word.text.length,
  };
  if (offset < whole.start || offset > whole.end) return undefined;
  const models = nginxIn(around.models);
  const places = placesAt(blocks, source.path, models);
  const inner = blocks.at(-1)?.block?.kind;
  const variable = variableAt(source.text, whole.start, offset, whole.end);
  if (variable) {
    if (at === 0 && inner !== 'entries') return undefined;
    if (isExpression(statement) || definesFirst(statement)) return undefined;
    return {
      at: { file: source.path, ...variable.span },
      proposals: variables(places, models, around.target, variable.braces),
    };
  }
  if (at === 0) {
    if (word.quote) return undefined;
    return {
      at: whole,
      proposals: inner === 'entries' ? entryWords(blocks.at(-1)!) : directives(places, statement, around.target),
    };
  }
  const proposals =
    inner === 'entries' && words[0]!.text !== 'include' ? [] : await values(places, statement, source, offset, models, around);
  return { at: whole, proposals };
}

/** The readings of a name at every possible place; undefined where some place does not take it. */
export function readingsAt(name: string, places: readonly Place[], target: Target): readonly Reading[] | undefined {
  const readings = new Set<Reading>();
  for (const place of places) {
    const meaning = meaningAt(name, place, target);
    if (meaning.kind !== 'known') return undefined;
    const fitting = meaning.readings.filter(
      ({ fact, form }) => isOwn(fact) || (fact.module.includes('/') && form.contexts.length > 0),
    );
    if (fitting.length === 0) return undefined;
    for (const reading of fitting) readings.add(reading);
  }
  return [...readings];
}

/** Where a block of this text stands: more than one place where the text is included in several. */
export function placesAt(blocks: readonly DirectiveNode[], path: string, models: readonly Nginx[]): readonly Place[] {
  const tops = new Map<string, Place>();
  for (const nginx of models) {
    const includes = nginx.directives('include').filter((d) => {
      const included = nginx.included(d);
      return included?.status === 'found' && included.paths.includes(path);
    });
    for (const parent of includes.length > 0 ? includes.map((d) => d.parent) : [undefined]) {
      const place = placeIn(parent, nginx.top);
      tops.set(`${place.ns} ${place.contexts}`, place);
    }
  }
  if (tops.size === 0) tops.set('', { contexts: undefined, ns: undefined });
  const [last, before] = [blocks.at(-1)?.name.text, blocks.at(-2)?.name.text];
  if (last === undefined) return [...tops.values()];
  const own = namespaces.find((ns) => blocks.some(({ name }) => name.text === ns));
  return [...tops.values()].map(({ contexts, ns }) => ({ contexts: contextsIn(last, before, contexts), ns: own ?? ns }));
}

const namespaces: readonly Namespace[] = ['http', 'stream', 'mail'];

function contextsIn(block: string, before: string | undefined, outer: readonly string[] | undefined): readonly string[] {
  if (block !== 'if') return [block];
  const around = before === undefined ? outer : [before];
  const known = around?.filter((name) => name === 'server' || name === 'location').map((name) => `if in ${name}`);
  return known?.length ? known : ['if in server', 'if in location'];
}

/** By places and targeted releases: a few of them are all that one editor ever asks for. */
const offers = new Map<string, readonly (readonly [string, readonly Reading[]])[]>();

/** Every name that some places take. */
function offeredAt(places: readonly Place[], target: Target) {
  const releases = target.nginx.map(({ min, max }) => `${min}-${max}`);
  const key = [...places.map(({ contexts, ns }) => `${ns} ${contexts}`), ...releases].join(';');
  let offered = offers.get(key);
  if (!offered) {
    offered = [...directiveNames()].flatMap((name) => {
      const readings = readingsAt(name, places, target);
      return readings ? [[name, readings] as const] : [];
    });
    offers.set(key, offered);
  }
  return offered;
}

function directives(places: readonly Place[], statement: Statement, target: Target): readonly Proposal[] {
  const { nginx: ranges } = target;
  const oldest = Math.min(...ranges.map(({ min }) => min));
  const [ns] = new Set(places.map((place) => place.ns));
  return offeredAt(places, target).map(([name, readings]) => {
    const { fact, form } = readings.at(-1)!;
    const own = readings.some((r) => isOwn(r.fact));
    const since = own ? Math.min(...readings.flatMap((r) => r.fact.first ?? [])) : 0;
    const last = Math.max(...readings.map((r) => r.fact.last ?? Number.POSITIVE_INFINITY));
    const old = form.replacement !== undefined || last < Number.POSITIVE_INFINITY;
    const detail = old
      ? form.replacement === undefined
        ? `≤ ${formatVersion(last, 'nginx')}`
        : `→ ${form.replacement}`
      : since > oldest
        ? `≥ ${formatVersion(since, 'nginx')}`
        : own
          ? undefined
          : fact.module;
    return {
      text: name,
      kind: form.block ? 'block' : 'directive',
      rank: old ? 3 : own ? (form.block ? 1 : 0) : 2,
      ...(!statement.followed && { snippet: snippetOf(name, form) }),
      ...(detail && { detail }),
      ...(old && { deprecated: true as const }),
      about: { kind: 'directive', name, ns },
    };
  });
}

/** A name with stops for its arguments. */
function snippetOf(name: string, { block, arity, setter, values }: Form): string {
  const words = setter === 'conf_set_flag_slot' ? ['on', 'off'] : setter === 'conf_set_enum_slot' ? values : [];
  const choice = words.length > 1 ? `<${words.join('|')}>` : '<>';
  const pattern = `${name}${arity === '0' ? '' : ` ${usual.get(name) ?? choice}`}`;
  let stop = 0;
  const text = pattern.replace(/[\\$}]/g, '\\$&').replace(/<([^<>]*)>/g, (_, hint: string) => {
    stop++;
    if (hint.includes('|')) return `\${${stop}|${hint.replaceAll('|', ',')}|}`;
    return hint ? `\${${stop}:${hint}}` : `$${stop}`;
  });
  return block ? `${text} {\n\t$0\n}` : `${text};$0`;
}

/** What is clearer with names than as one stop. */
const usual: ReadonlyMap<string, string> = new Map([
  ['if', '(<condition>)'],
  ['location', '</>'],
  ['upstream', '<name>'],
  ['map', '<source> $<variable>'],
  ['log_format', "<name> '<>'"],
  ['set', '$<variable> <>'],
  ['return', '<code> <>'],
  ['rewrite', '<regex> <replacement> <last|break|redirect|permanent>'],
  ['proxy_set_header', '<header> <>'],
  ['add_header', '<header> <>'],
  ['limit_req_zone', '<key> zone=<name>:<10m> rate=<10r/s>'],
  ['limit_conn_zone', '<key> zone=<name>:<10m>'],
  ['proxy_cache_path', '<path> keys_zone=<name>:<10m>'],
]);

/** The words with a meaning of their own in blocks whose lines are values. */
const entryWords = ({ name }: DirectiveNode): readonly Proposal[] =>
  (specials[name.text] ?? ['include']).map((text, rank) => ({ text, kind: 'value', rank }));

const specials: Readonly<Record<string, readonly string[]>> = {
  map: ['default', 'hostnames', 'volatile', 'include'],
  geo: ['default', 'delete', 'proxy', 'proxy_recursive', 'ranges', 'volatile', 'include'],
  split_clients: ['*'],
};

// What follows the name

async function values(
  places: readonly Place[],
  statement: Statement,
  source: Source,
  offset: number,
  models: readonly Nginx[],
  around: Around,
): Promise<readonly Proposal[]> {
  const { words, at } = statement;
  const name = words[0]!.text;
  const word = words[at]!;
  if (paths.has(name) && at === 1) return files(word.text.slice(0, offset - word.start - (word.quote ? 1 : 0)), around);
  const named = names(name, statement, source, places, models);
  if (word.text.startsWith('@') || name === 'proxy_pass') return named;
  const readings = readingsAt(name, places, around.target) ?? [];
  const found = [...named, ...readings.flatMap((reading) => taken(reading, statement, around.target))];
  if (at === 1 && words.length <= 2)
    for (const { fact } of readings)
      if (/^[^\s"']+$/.test(fact.fallback) && found.every(({ text }) => text !== fact.fallback))
        found.push({ text: fact.fallback, kind: 'value', rank: 4, detail: fallbackWords[around.locale] });
  return found;
}

const fallbackWords = { en: 'default', 'zh-CN': '默认值' } as const;

/** What the function that reads the arguments takes at this one. */
function taken({ fact, form }: Reading, { words, at }: Statement, { nginx: ranges }: Target): readonly Proposal[] {
  const args = words.slice(1).map(({ text }) => text);
  const shape = shapeOf(fact, form);
  if (fact.name === 'location' && at === 1) return plain(['=', '^~', '~', '~*']);
  if (form.setter === 'http_types_slot')
    return plain(mediaTypes.filter((type) => !words.some(({ text }, i) => i !== at && text === type)));
  if (at === 1 && headers[fact.name]) return plain(headers[fact.name]!);
  if (!shape) return [];
  const grammar: Grammar = typeof shape === 'function' ? shape(args, ranges) : shape;
  const index = at - 1;
  const first = grammar.words?.[index];
  if (first) return plain(wordsOf(first));
  const last = grammar.last && index === args.length - 1 && index > 0 ? wordsOf(grammar.last) : [];
  const text = args[index]!;
  const others = new Set(args.filter((_, i) => i !== index));
  const offered = Object.entries(grammar.parameters ?? {}).filter(
    ([, { unoffered, versions }]) => !unoffered && (!versions || any(ranges, versions)),
  );
  const begun = offered.find(([name, { value }]) => value && text.startsWith(name));
  if (begun) return plain(valuesOf(begun[1]).map((value) => begun[0] + value));
  const free = offered.filter(
    ([name]) => ![...others].some((other) => other === name || (/[=:]$/.test(name) && other.startsWith(name))),
  );
  return [
    ...free.map(([name, { versions }]): Proposal => {
      const since =
        versions && versions.from > Math.min(...ranges.map(({ min }) => min))
          ? `≥ ${formatVersion(versions.from, 'nginx')}`
          : undefined;
      return { text: name, kind: 'parameter', rank: 1, ...(since && { detail: since }) };
    }),
    ...plain([...last, ...(grammar.rest ? wordsOf(grammar.rest) : [])].filter((value) => !others.has(value))),
  ];
}

const plain = (words: readonly string[]): readonly Proposal[] => words.map((text) => ({ text, kind: 'value', rank: 0 }));
const valuesOf = ({ value }: Parameter) => (value ? wordsOf(value) : []);

/** What servers are usually told to compress or to change. */
const mediaTypes = [
  'text/plain',
  'text/css',
  'text/xml',
  'text/javascript',
  'application/javascript',
  'application/json',
  'application/manifest+json',
  'application/xml',
  'application/rss+xml',
  'application/wasm',
  'font/ttf',
  'font/otf',
  'image/svg+xml',
  'image/x-icon',
];

const forwarded = ['Host', 'Connection', 'Upgrade', 'X-Real-IP', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto'];

/** The usual names of headers. */
const headers: Readonly<Record<string, readonly string[]>> = {
  proxy_set_header: [...forwarded, 'Accept-Encoding', 'Authorization', 'Range'],
  grpc_set_header: forwarded,
  add_header: [
    'Cache-Control',
    'Content-Security-Policy',
    'Strict-Transport-Security',
    'X-Content-Type-Options',
    'X-Frame-Options',
    'Referrer-Policy',
    'Permissions-Policy',
    'Alt-Svc',
    'Vary',
    'Access-Control-Allow-Origin',
    'Access-Control-Allow-Methods',
    'Access-Control-Allow-Headers',
  ],
  proxy_hide_header: ['X-Powered-By', 'Server', 'Set-Cookie', 'Cache-Control', 'Expires'],
};

/** The words among what a value may be. */
function wordsOf(value: Value): readonly string[] {
  const own = value.kind === 'word' || value.kind === 'sizes' ? value.words : (notations[value.kind] ?? []);
  const listening = value.kind === 'address' && value.use === 'listen' ? ['80', '443', '[::]:80', '[::]:443'] : [];
  return [...own, ...listening, ...(value.or ?? [])];
}

/** The usual ones of values that have a notation of their own. */
const notations: { readonly [K in Value['kind']]?: readonly string[] } = {
  code: ['301', '302', '303', '307', '308', '400', '403', '404', '410', '429', '444', '500', '502', '503'],
  returned: ['204', '301', '302', '303', '307', '308', '400', '403', '404', '410', '429', '444', '500', '502', '503'],
  errorStatus: ['400', '401', '403', '404', '500', '502', '503', '504'],
  finalCode: ['=403', '=404', '=502'],
  status: ['200', '301', '302', '404', 'any'],
  expires: ['epoch', 'max', 'off'],
  keepalive: ['on', 'off'],
};

/** What the configuration itself gives a name to. */
function names(
  directive: string,
  { blocks, words, at }: Statement,
  source: Source,
  places: readonly Place[],
  models: readonly Nginx[],
): readonly Proposal[] {
  const word = words[at]!;
  const named = (texts: readonly string[]) => texts.map((text): Proposal => ({ text, kind: 'name', rank: 0 }));
  const ns = places[0]?.ns;
  const zones = (kind: string) =>
    models.flatMap((nginx) =>
      zoneUses(nginx).flatMap((use) => (use.kind === `${ns} ${kind}` && use.makes !== 'none' ? [use.name] : [])),
    );
  if (directive.endsWith('_pass') && at === 1) {
    const its = models.flatMap(({ upstreams }) =>
      upstreams.filter((u) => ns === undefined || u.ns === ns).map(({ name }) => name),
    );
    const schemes = ns === 'stream' ? undefined : passSchemes[directive];
    if (!schemes) return named(its);
    const [scheme] = /^\w+:\/\//.exec(word.text) ?? [];
    const begun = schemes.includes(scheme ?? '') ? [scheme!] : schemes;
    return [...named(begun.flatMap((s) => its.map((name) => s + name))), ...plain(scheme ? [] : schemes)];
  }
  if (directive === 'limit_req' && word.text.startsWith('zone='))
    return named(zones('limit_req').map((zone) => `zone=${zone}`));
  if (directive === 'limit_conn' && at === 1) return named(zones('limit_conn'));
  if (directive.endsWith('_cache') && at === 1) {
    const its = zones(directive);
    return its.length > 0 ? [...named(its), ...plain(['off'])] : [];
  }
  if (directive === 'access_log' && at === 2) {
    const formats = models.flatMap((nginx) =>
      nginx.directives('log_format').flatMap(({ node, ns }) => (ns === places[0]?.ns ? (node.args[0]?.text ?? []) : [])),
    );
    return named(places[0]?.ns === 'stream' ? formats : [...formats, 'combined']);
  }
  if (jumps.has(directive) && (word.text.startsWith('@') || at > 1)) {
    const server = blocks.find(({ name }) => name.text === 'server');
    return models.flatMap((nginx) =>
      named(
        [...nginx.defined('location')].flatMap((name) => {
          const definitions = nginx.definitions({ kind: 'location', name });
          const here = definitions.some(({ directive: d }) => {
            const its = enclosing(d, 'server');
            return !server || !its || its.file.path !== source.path || its.node.name.start === server.name.start;
          });
          return here ? [`@${name}`] : [];
        }),
      ),
    );
  }
  return [];
}

const jumps = new Set(['error_page', 'try_files', 'post_action']);
const passSchemes: Readonly<Record<string, readonly string[]>> = {
  proxy_pass: ['http://', 'https://'],
  grpc_pass: ['grpc://', 'grpcs://'],
};

// Variables

/** The `$name` or `${name}` that an offset stands in or behind. */
function variableAt(text: string, start: number, offset: number, end: number) {
  const [begun, brace] = /\$(\{?)\w*$/.exec(text.slice(start, offset)) ?? [];
  if (begun === undefined) return undefined;
  const [rest = ''] = /^\w*/.exec(text.slice(offset, end)) ?? [];
  const behind = offset + rest.length;
  const closed = brace === '{' && text[behind] === '}' && behind < end;
  return { braces: brace === '{', span: { start: offset - begun.length, end: behind + (closed ? 1 : 0) } };
}

/** Where `$` ends a line of an expression. */
function isExpression({ words, at }: Statement): boolean {
  const [name, word, before] = [words[0]!.text, words[at]!.text, words[at - 1]?.text ?? ''];
  return (
    word.startsWith('~') ||
    /^!?~\*?$/.test(before) ||
    (name === 'rewrite' && at === 1) ||
    name === 'location' ||
    name === 'server_name'
  );
}

/** Where a name is given, not used. */
const definesFirst = ({ words, at }: Statement) =>
  (at === 1 && words[0]!.text === 'set') || (at === 2 && (words[0]!.text === 'map' || words[0]!.text === 'split_clients'));

function variables(
  places: readonly Place[],
  models: readonly Nginx[],
  { nginx: ranges }: Target,
  braces: boolean,
): readonly Proposal[] {
  const spaces = places.some(({ ns }) => ns === undefined || ns === 'core')
    ? (['http', 'stream'] as const)
    : (['http', 'stream'] as const).filter((n) => places.some(({ ns }) => ns === n));
  const spell = (name: string) => (braces ? `\${${name}}` : `$${name}`);
  const own = models.flatMap((nginx) =>
    variablesDefined(nginx).flatMap(({ name, directive }): readonly Proposal[] =>
      /^\w+$/.test(name) && (directive.ns === undefined || spaces.some((ns) => ns === directive.ns))
        ? [{ text: spell(name), kind: 'variable', rank: 0 }]
        : [],
    ),
  );
  const built = spaces.flatMap((ns) =>
    [...builtInNames(ns)].flatMap((name): readonly Proposal[] => {
      const fact = builtIn(name, ns)!;
      if (!any(ranges, { from: fact.first, until: fact.last === undefined ? Number.POSITIVE_INFINITY : fact.last + 1 }))
        return [];
      const late = fact.first > Math.min(...ranges.map(({ min }) => min));
      return [
        {
          text: spell(name),
          kind: 'variable',
          rank: 1,
          detail: late ? `≥ ${formatVersion(fact.first, 'nginx')}` : fact.module,
        },
      ];
    }),
  );
  const prefixes = spaces.flatMap((ns) =>
    builtInPrefixes(ns).map(
      (name): Proposal => ({ text: braces ? `\${${name}` : `$${name}`, kind: 'variable', rank: 2, detail: `${name}*` }),
    ),
  );
  return [...own, ...built, ...prefixes];
}

// Files

/** The directives whose first word is a file that is there when nginx starts. */
const paths = new Set([
  'include',
  'load_module',
  'ssl_certificate',
  'ssl_certificate_key',
  'ssl_trusted_certificate',
  'ssl_client_certificate',
  'ssl_dhparam',
  'auth_basic_user_file',
]);

/** What lies in the folder that somebody has written so far. */
async function files(written: string, { host, entries }: Around): Promise<readonly Proposal[]> {
  const folder = written.slice(0, written.lastIndexOf('/') + 1);
  if (/[*?[$]/.test(folder)) return [];
  const places = new Set(entries.map((entry) => resolvePath(folderOf(entry), folder)));
  const lists = await Promise.all([...places].map((place) => host.list(place)));
  return lists.flatMap((list) =>
    (list ?? []).flatMap(({ name, kind }): readonly Proposal[] =>
      name.startsWith('.') || /[\s;{}"'$\\]/.test(name)
        ? []
        : [
            kind === 'directory'
              ? { text: `${folder}${name}/`, kind: 'folder', rank: 1 }
              : { text: folder + name, kind: 'file', rank: 0 },
          ],
    ),
  );
}
