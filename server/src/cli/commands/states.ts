import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { renderer } from '../../core/render.ts';
import type { Finding } from '../../core/rule.ts';
import { parseTargets } from '../../core/targets.ts';
import { linesOf, type Span } from '../../core/text.ts';
import { nodeHost, reasonOf, toSlashes, type Unreadable } from '../../disk/host.ts';
import { type Counts, type Latin1, type Picture, readSockets, sum, tcpStates } from '../../machine/sockets.ts';
import type { Destination } from '../../nginx/model/destinations.ts';
import { type CheckResult, createService, docsUrl, rules } from '../../service/service.ts';
import { displayName, findFiles, partsOfMachine } from '../files.ts';
import type { ExitCode, Io } from '../io.ts';
import type { Options } from '../options.ts';
import { type Style, styleOf, wantsColor } from '../report/style.ts';
import { printable, textWidth } from '../report/width.ts';
import { latin1, ownersOf, type Ports, portsOf, runningValue, socketTables } from '../states/machine.ts';
import { type StatesWords, statesWords } from '../states/words.ts';
import { wordsOf } from '../words.ts';

/** Everything that one look at the sockets has found; also the shape of `--json`, where it is `version: 1`. */
interface Report {
  /** `proc`: this machine; `pasted`: any. */
  readonly source: 'proc' | 'pasted';
  readonly total: number;
  readonly states: Record<string, number>;
  readonly outgoing: readonly Peer[];
  readonly incoming: readonly { readonly port: string; readonly states: Record<string, number> }[];
  readonly directionKnown: boolean;
  readonly closeWait: { readonly count: number; readonly owners: readonly { readonly name: string; readonly count: number }[] };
  /** Keys whose running value is another than what the files end up with. */
  readonly differences: readonly {
    readonly key: string;
    readonly running: string;
    readonly files: string;
    readonly at: Place;
  }[];
  readonly explanations: readonly Explanation[];
  readonly skipped: number;
}

interface Peer {
  readonly peer: string;
  readonly states: Record<string, number>;
  /** Of the local address that uses most of them. */
  readonly ports: { readonly used: number; readonly of: number };
}

interface Place {
  readonly path: string;
  readonly line: number;
}

interface Explanation {
  readonly peer: string;
  readonly timeWait: number;
  readonly upstream?: string;
  readonly at: Place;
  readonly rule: string;
  readonly message: string;
  readonly url: string;
}

/** How the configuration looks at connections that are opened again and again, most telling first. */
const telling = [
  'nginx/upstream-keepalive-inert',
  'nginx/keepalive-before-balancer',
  'nginx/websocket-map-close',
  'nginx/connection-forwarded',
  'nginx/keepalive-zero',
  'nginx/fastcgi-keepalive-inert',
  'nginx/keepalive-parameters-unused',
  'nginx/upstream-without-keepalive',
  'nginx/literal-proxy-pass',
];

const timeWait = tcpStates.indexOf('TIME_WAIT');
const closeWait = tcpStates.indexOf('CLOSE_WAIT');

/**
 * Counts the TCP sockets of this machine, or those of a text from `ss -tan` or `netstat -tan`, and says what in the configuration
 * explains them: that of `--root`, for this machine its own. Exit code 0, or 2 where there is nothing to count.
 */
export async function states(io: Io, options: Options, refuse: (line: string) => ExitCode, proc = '/proc'): Promise<ExitCode> {
  const words = statesWords[options.locale];
  const [operand, more] = options.operands;
  const parsed = options.targets.length ? parseTargets(options.targets) : undefined;
  if (parsed && 'problem' in parsed) {
    const { message, suggestion } = parsed.problem;
    return refuse(wordsOf(options.locale).badTarget(message[options.locale], suggestion));
  }
  if (more !== undefined) return refuse(wordsOf(options.locale).tooMany('states', more));
  if (options.watch && operand !== undefined) return refuse(words.nothingToWatch);
  const running = operand === undefined;
  const root = options.root === undefined ? (running ? '/' : undefined) : toSlashes(resolve(io.cwd, options.root));
  const parts = root === undefined ? [] : await partsOfMachine(root);
  if (options.root !== undefined && parts.length === 0) return refuse(wordsOf(options.locale).noMachine(options.root!));
  const asJson = options.outputs.some((o) => o.format === 'json');
  const colors = wantsColor(options.color, io.env, io.terminal.out);
  const style = styleOf(colors, colors && io.terminal.out);

  const config = typeof options.config === 'string' ? toSlashes(resolve(io.cwd, options.config)) : options.config;
  const service = createService({ host: nodeHost(), target: parsed?.target, config, onCrash: () => {} });
  for (;;) {
    const checked = parts.length ? await service.check((await findFiles(parts, io.cwd)).files) : undefined;
    const given = running ? undefined : await pasted(io, operand);
    if (given && 'why' in given) {
      const { noSuchFile, unreadable } = wordsOf(options.locale);
      return refuse(given.why === 'missing' ? noSuchFile(operand!, undefined) : unreadable(operand!, given.why, ''));
    }
    const texts = given === undefined ? await socketTables(proc) : [given];
    if (texts === undefined) return refuse(words.noTables(`${proc}/net/tcp`));
    const key = async (path: string) => (running ? runningValue(proc, path) : fileValue(checked, path));
    const ports = portsOf(await key('net/ipv4/ip_local_port_range'), await key('net/ipv4/ip_local_reserved_ports'));
    const picture = readSockets(texts, ports.range);
    if (picture.total === 0 && !running) return refuse(words.noSockets);
    const owners = running ? await ownersOf(proc, picture.closeWaitInodes) : picture.closeWaitOwners;
    const differences = running && checked ? await differencesOf(proc, checked, io.cwd) : [];
    const report = reportOf(
      picture,
      running ? 'proc' : 'pasted',
      ports,
      owners,
      differences,
      checked ? explain(picture, checked, io, options) : [],
    );
    if (options.watch && io.terminal.out && !asJson) io.out('\x1b[H\x1b[2J');
    io.out(
      asJson ? `${JSON.stringify({ version: 1, ...report }, undefined, 2)}\n` : draw(report, words, style, io.terminal.columns),
    );
    if (!options.watch || !running) return 0;
    await pause(2000);
  }
}

async function pasted(io: Io, operand: string): Promise<Latin1 | { readonly why: Unreadable }> {
  try {
    const bytes = operand === '-' ? await io.stdin() : await readFile(resolve(io.cwd, operand));
    return latin1(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    return { why: reasonOf(error) };
  }
}

const fileValue = (checked: CheckResult | undefined, path: string): string | undefined =>
  checked?.settings().find((a) => a.path === path)?.value.text;

/** What `sysctl -a` would show another value of than the files say, where both are numbers or words. */
async function differencesOf(proc: string, checked: CheckResult, cwd: string): Promise<Report['differences'][number][]> {
  const byKey = new Map<string, { readonly wanted: string; readonly at: Span }[]>();
  for (const a of checked.settings()) {
    const wanted = (a.numbers ?? [a.value.text.trim().replace(/\s+/g, ' ')]).join(' ');
    const at = { file: a.file.source.path, start: a.line.key.start, end: a.value.end };
    byKey.set(a.path, [...(byKey.get(a.path) ?? []), { wanted, at }]);
  }
  const out: Report['differences'][number][] = [];
  for (const [path, candidates] of byKey) {
    const running = await runningValue(proc, path);
    // The programs that apply the files may end up with different values: one of them is enough.
    if (running === undefined || candidates.some((c) => same(c.wanted, running))) continue;
    const { wanted, at } = candidates[0]!;
    out.push({ key: path.replaceAll('/', '.'), running, files: wanted, at: placeOf(checked, at, cwd) });
  }
  return out;
}

/** A vector may be given in part. */
const same = (wanted: string, running: string) => running === wanted || running.startsWith(`${wanted} `);

function placeOf({ sources }: CheckResult, { file, start }: Span, cwd: string): Place {
  const source = sources.get(file);
  return { path: displayName(file, cwd), line: source ? linesOf(source).position(start).line + 1 : 1 };
}

/** For each destination with sockets in TIME_WAIT, the finding at its upstream or passes that tells why they are there. */
function explain(picture: Picture, checked: CheckResult, io: Io, { locale }: Options): Explanation[] {
  const byAddress = new Map<string, Destination[]>();
  for (const d of checked.destinations()) {
    const hosts = d.host === 'localhost' ? ['127.0.0.1', '[::1]'] : [d.host];
    for (const host of hosts) byAddress.set(`${host}:${d.port}`, [...(byAddress.get(`${host}:${d.port}`) ?? []), d]);
  }
  const texts = renderer(rules, locale, (span) => {
    const { path, line } = placeOf(checked, span, io.cwd);
    return `${path}:${line}`;
  });
  const out: Explanation[] = [];
  for (const [peer, { states }] of picture.outgoing) {
    const count = states[timeWait]!;
    if (count === 0) continue;
    for (const destination of byAddress.get(peer) ?? []) {
      const finding = telling
        .map((rule) => checked.findings.find((f) => f.rule === rule && isAbout(f, destination)))
        .find((f) => f !== undefined);
      if (!finding) continue;
      const at = finding.related[0] && destination.upstream !== undefined ? destination.at : finding.at;
      out.push({
        peer,
        timeWait: count,
        ...(destination.upstream === undefined ? {} : { upstream: destination.upstream }),
        at: placeOf(checked, at, io.cwd),
        rule: finding.rule,
        message: texts.message(finding),
        url: docsUrl(finding.rule, locale),
      });
      break;
    }
  }
  return out.sort((a, b) => b.timeWait - a.timeWait || (a.peer < b.peer ? -1 : 1));
}

const isAbout = ({ at, related }: Finding, { places }: Destination) =>
  [at, ...related.map((r) => r.at)].some((span) =>
    places.some((p) => p.file === span.file && p.start < span.end && span.start < p.end),
  );

function reportOf(
  picture: Picture,
  source: Report['source'],
  { count: of }: Ports,
  owners: ReadonlyMap<string, number>,
  differences: Report['differences'],
  explanations: Report['explanations'],
): Report {
  const outgoing = [...picture.outgoing].map(([peer, { states, byLocal }]) => ({
    peer,
    states: named(states),
    ports: { used: Math.max(...byLocal.values()), of },
  }));
  const incoming = [...picture.incoming].map(([port, states]) => ({ port, states: named(states) }));
  return {
    source,
    total: picture.total,
    states: named(picture.states),
    outgoing: outgoing.sort((a, b) => all(b.states) - all(a.states) || (a.peer < b.peer ? -1 : 1)),
    incoming: incoming.sort((a, b) => all(b.states) - all(a.states) || Number(a.port) - Number(b.port)),
    directionKnown: picture.sure,
    closeWait: {
      count: picture.states[closeWait]!,
      owners: [...owners].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count),
    },
    differences,
    explanations,
    skipped: picture.skipped,
  };
}

/** Most of them first. */
function named(counts: Counts): Record<string, number> {
  const some = counts.map((count, i) => [tcpStates[i]!, count] as const).filter(([, count]) => count > 0);
  return Object.fromEntries(some.sort((a, b) => b[1] - a[1]));
}

const all = (states: Record<string, number>) => sum(Object.values(states));

/** So many rows of a table; the rest is in `--json`. */
const rows = 10;

function draw(report: Report, words: StatesWords, style: Style, columns: number): string {
  const out: string[] = [style.bold(words.total(grouped(report.total), report.source)), ''];
  const width = Math.max(10, Math.min(40, columns - 40));
  const most = Math.max(1, ...Object.values(report.states));
  out.push(
    ...table(
      Object.entries(report.states).map(([state, count]) => [state, grouped(count), bar(count / most, width)]),
      ['left', 'right', 'left'],
    ),
  );

  const shown = ['TIME_WAIT', 'ESTABLISHED', 'CLOSE_WAIT'];
  const cells = (states: Record<string, number>) => {
    const known = shown.map((state) => states[state] ?? 0);
    return [...known, all(states) - sum(known)].map((n) => (n === 0 ? '·' : grouped(n)));
  };
  const head = [...shown, words.otherState];
  if (report.outgoing.length > 0) {
    const lines = report.outgoing.slice(0, rows).map(({ peer, states, ports: { used, of } }) => {
      const share = Math.round((100 * used) / of);
      // More than there are: the range of that machine is another one.
      const text = share > 100 ? grouped(used) : words.inUse(grouped(used), grouped(of), String(share));
      return [printable(peer), ...cells(states), share >= 80 ? style.error(text) : share >= 40 ? style.warning(text) : text];
    });
    out.push('', ...titled(words.outgoing, [...head, words.ports], lines, style));
    if (report.outgoing.length > rows) out.push(`  ${style.dim(words.more(grouped(report.outgoing.length - rows)))}`);
  }
  if (report.incoming.length > 0) {
    const lines = report.incoming.slice(0, rows).map(({ port, states }) => [`:${port}`, ...cells(states)]);
    out.push('', ...titled(words.incoming, head, lines, style));
    if (report.incoming.length > rows) out.push(`  ${style.dim(words.more(grouped(report.incoming.length - rows)))}`);
  }
  if (!report.directionKnown && report.total > 0) out.push('', style.dim(words.unsure));
  const { count, owners } = report.closeWait;
  if (count > 0) {
    out.push('', `${style.warning(words.closeWait)}`);
    for (const owner of owners.slice(0, rows)) out.push(`  ${printable(words.owner(owner.name, grouped(owner.count)))}`);
    const hidden = count - sum(owners.map((o) => o.count));
    if (hidden > 0) out.push(`  ${words.hiddenOwners(grouped(hidden), report.source)}`);
  }
  if (report.differences.length > 0) {
    out.push('', style.warning(words.differences));
    for (const { key, running, files, at } of report.differences)
      out.push(`  ${printable(words.difference(key, running, files, `${at.path}:${at.line}`))}`);
  }
  if (report.explanations.length > 0) {
    out.push('', style.warning(words.explained));
    for (const { timeWait, peer, upstream, at, message, rule, url } of report.explanations)
      out.push(
        `  ${printable(words.explanation(grouped(timeWait), peer, upstream, `${at.path}:${at.line}`))}`,
        `    ${printable(message)}  ${style.dim(style.link(rule, url))}`,
      );
  }
  if (report.skipped > 0) out.push('', style.dim(words.skipped(grouped(report.skipped))));
  return `${out.join('\n')}\n`;
}

function titled(title: string, head: readonly string[], lines: readonly (readonly string[])[], style: Style): string[] {
  const align = ['left', ...head.map(() => 'right' as const)] as const;
  const [first = '', ...rest] = table([[title, ...head], ...lines], align);
  return [style.bold(first.trimEnd()), ...rest];
}

function table(lines: readonly (readonly string[])[], align: readonly ('left' | 'right')[]): string[] {
  const widthOf = (text: string) => textWidth(stripVTControlCharacters(text));
  const widths = align.map((_, i) => Math.max(...lines.map((line) => widthOf(line[i] ?? ''))));
  return lines.map((line) => {
    const cells = line.map((text, i) => {
      const gap = ' '.repeat(widths[i]! - widthOf(text));
      return align[i] === 'right' ? gap + text : text + gap;
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

/** Eighths of a block make a bar's end as exact as a terminal can. */
function bar(share: number, width: number): string {
  const eighths = Math.round(share * width * 8);
  return '█'.repeat(eighths >> 3) + (['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths & 7] ?? '') || '▏';
}

const grouped = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
