import { once } from '../../core/once.ts';
import type { Comment, Line } from '../syntax.ts';
import type { Assignment, SysctlFile } from './model.ts';

/** What is written near a setting, and what stands near it. */
export interface Surroundings {
  /** Behind the value. */
  readonly behind: string | undefined;
  /** Directly above the setting (below, where a run of lines is commented so), about it first of all. */
  readonly own: CommentBlock | undefined;
  /** Above several settings, of which this is not the first, or above their run with a blank line between. */
  readonly heading: CommentBlock | undefined;
  /** The settings without a blank line between them, in order; commented-out ones left out. */
  readonly run: readonly Assignment[];
}

interface CommentBlock {
  readonly text: string;
  readonly start: number;
  /** After its last line break. */
  readonly next: number;
  /** The settings it stands above. */
  readonly settings: readonly Assignment[];
  /** The last parts of their keys. */
  readonly names: ReadonlySet<string>;
  /** The first thing of its file: it may be about the file. */
  readonly top: boolean;
}

/** The comments of a setting, nearest first. */
export function commentsOf(a: Assignment): readonly string[] {
  const { behind, own, heading } = surroundingsOf(a);
  return [behind, own?.text, heading?.text].filter((text) => text !== undefined);
}

export function surroundingsOf(a: Assignment): Surroundings {
  return surroundingsIn(a.file).get(a) ?? { behind: undefined, own: undefined, heading: undefined, run: [a] };
}

/** What is written about this setting and no other: keys of one name, such as those of conf.all and conf.default, count as one. */
export function ownComment(a: Assignment): string | undefined {
  const { behind, own, heading } = surroundingsOf(a);
  if (behind !== undefined) return behind;
  const block = own ?? heading;
  // None where a blank line stands between.
  return block?.names.size === 1 ? block.text : undefined;
}

const lastPart = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** The nearest of these keys, at most three settings away in the same run of lines, or under the same comment. */
export function besideOf(a: Assignment, paths: ReadonlySet<string>): Assignment | undefined {
  const { run, own, heading } = surroundingsOf(a);
  const place = run.indexOf(a);
  const block = own ?? heading;
  const together = block && !block.top ? block.settings : [];
  return run
    .filter((b, i) => paths.has(b.path) && (Math.abs(i - place) <= 3 || together.includes(b)))
    .toSorted((b, c) => Math.abs(run.indexOf(b) - place) - Math.abs(run.indexOf(c) - place))[0];
}

type Entry =
  /** Without an assignment: a commented-out setting or a line nobody reads, which takes the comment above it all the same. */
  | { readonly kind: 'setting'; readonly assignment: Assignment | undefined }
  | { readonly kind: 'comment'; readonly block: GrowingBlock };

/** While its run is read. */
type GrowingBlock = CommentBlock & { readonly settings: Assignment[]; readonly names: Set<string> };

const surroundingsIn = once((file: SysctlFile): ReadonlyMap<Assignment, Surroundings> => {
  const found = new Map<Assignment, Surroundings>();
  let banner: CommentBlock | undefined;
  for (const { entries, first } of runsOf(file)) {
    const run = entries.flatMap((e) => (e.kind === 'setting' ? (e.assignment ?? []) : []));
    const [start] = entries;
    if (start?.kind === 'comment' && entries.length === 1) {
      banner = first ? undefined : start.block;
      continue;
    }
    const comments = entries.filter((e) => e.kind === 'comment').length;
    // `setting, comment, setting, comment`, or one setting with its comment below it.
    const below = start?.kind === 'setting' && entries.at(-1)?.kind === 'comment' && (comments > 1 || entries.length === 2);
    let above: GrowingBlock | undefined;
    let fresh = false;
    for (const [i, entry] of entries.entries()) {
      if (entry.kind === 'comment') {
        if (!below) above = entry.block;
        fresh = true;
        continue;
      }
      const { assignment } = entry;
      if (assignment) {
        const next = entries[i + 1];
        const beneath = below && next?.kind === 'comment' ? next.block : undefined;
        const about = beneath ?? above;
        about?.settings.push(assignment);
        about?.names.add(lastPart(assignment.path));
        const own = beneath ?? (fresh ? above : undefined);
        found.set(assignment, { behind: behind(assignment), own, heading: own ? undefined : (above ?? banner), run });
      } else if (fresh) above = undefined;
      fresh = false;
    }
    banner = undefined;
  }
  return found;
});

function behind({ line: { remark, value } }: Assignment): string | undefined {
  return remark === undefined ? undefined : value.text.slice(remark - value.start).replace(/^[#;/]+\s*/, '');
}

/** Lines without a blank line between them. */
function* runsOf(file: SysctlFile): Generator<{ readonly entries: Entry[]; readonly first: boolean }> {
  const byLine = new Map<Line, Assignment>(file.assignments.map((a) => [a.line, a]));
  let entries: Entry[] = [];
  let comments: Comment[] = [];
  let first = true;
  let end = 0;
  const flush = () => {
    const block = comments.length ? blockOf(comments, first && !entries.length) : undefined;
    if (block) entries.push({ kind: 'comment', block });
    comments = [];
  };
  for (const line of file.lines) {
    if (line.start !== end && (entries.length || comments.length)) {
      flush();
      if (entries.length) yield { entries, first };
      entries = [];
      first = false;
    }
    end = line.next;
    if (line.kind === 'comment' && !commentedOut.test(line.text)) {
      if (!suppression.test(line.text)) comments.push(line);
      continue;
    }
    flush();
    entries.push({ kind: 'setting', assignment: byLine.get(line) });
  }
  flush();
  if (entries.length) yield { entries, first };
}

/** `net.ipv4.tcp_fin_timeout = 30` behind the mark, with or without a blank. */
const commentedOut = /^-?[A-Za-z_][\w-]*(?:[./][\w*<>{}$-]+)+\s*=\s*\S/;
const suppression = /^keepalint-(?:disable|enable)/;

/** A file's first comment is about the file as far as a blank comment line; what follows that line is not. */
function blockOf(lines: readonly Comment[], top: boolean): GrowingBlock | undefined {
  const blank = top ? lines.findLastIndex((l) => !/[\p{L}\p{N}]/u.test(l.text)) : -1;
  const kept = lines.slice(blank + 1);
  const [head, tail] = [kept[0], kept.at(-1)];
  if (!head || !tail) return undefined;
  return {
    text: kept.map((l) => l.text).join('\n'),
    start: head.start,
    next: tail.next,
    settings: [],
    names: new Set(),
    top: top && blank === -1,
  };
}
