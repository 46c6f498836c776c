import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { grouped } from '../../core/number.ts';
import { parseTargets } from '../../core/targets.ts';
import { reasonOf, toSlashes, type Unreadable } from '../../disk/host.ts';
import { type Counts, type Latin1, type Picture, readSockets, sum, tcpStates } from '../../machine/sockets.ts';
import { findFiles, partsOfMachine } from '../files.ts';
import type { ExitCode, Io } from '../io.ts';
import type { Options } from '../options.ts';
import { type Style, styleOf, wantsColor } from '../report/style.ts';
import { printable, textWidth } from '../report/width.ts';
import type { Difference, Explanation } from '../states/configuration.ts';
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
  readonly differences: readonly Difference[];
  readonly explanations: readonly Explanation[];
  readonly skipped: number;
}

interface Peer {
  readonly peer: string;
  readonly states: Record<string, number>;
  /** Of the local address that uses most of them. */
  readonly ports: { readonly used: number; readonly of: number };
}

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

  const open = parts.length
    ? (await import('../states/configuration.ts')).configurations(io, options, parsed?.target)
    : undefined;
  for (;;) {
    const configured = await open?.((await findFiles(parts, io.cwd)).files);
    const given = running ? undefined : await pasted(io, operand);
    if (given && 'why' in given) {
      const { noSuchFile, unreadable } = wordsOf(options.locale);
      return refuse(given.why === 'missing' ? noSuchFile(operand!, undefined) : unreadable(operand!, given.why, ''));
    }
    const texts = given === undefined ? await socketTables(proc) : [given];
    if (texts === undefined) return refuse(words.noTables(`${proc}/net/tcp`));
    const key = async (path: string) => (running ? runningValue(proc, path) : configured?.value(path));
    const ports = portsOf(await key('net/ipv4/ip_local_port_range'), await key('net/ipv4/ip_local_reserved_ports'));
    const picture = readSockets(texts, ports.range);
    if (picture.total === 0 && !running) return refuse(words.noSockets);
    const owners = running ? await ownersOf(proc, picture.closeWaitInodes) : picture.closeWaitOwners;
    const differences = running && configured ? await configured.differences(proc) : [];
    const report = reportOf(
      picture,
      running ? 'proc' : 'pasted',
      ports,
      owners,
      differences,
      configured?.explanations(picture) ?? [],
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
