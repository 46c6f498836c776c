import { nameOf } from '../core/path.ts';
import type { Statement } from '../core/rule.ts';
import { say, texts } from '../core/statement.ts';
import type { Source } from '../core/text.ts';
import { ofDirective, ofKey, queueLength, type Sides } from '../machine/arithmetic.ts';
import { applies } from '../nginx/model/applies.ts';
import { brief as briefDirective, arithmetic as ofNginx } from '../nginx/model/arithmetic.ts';
import type { Directive } from '../nginx/model/model.ts';
import { notes } from '../nginx/model/notes.ts';
import { brief as briefKey, inEffect, arithmetic as ofSysctl, readingsOf } from '../sysctl/model/arithmetic.ts';
import type { Assignment, Sysctl } from '../sysctl/model/model.ts';

/** What applies where a key or a directive stands, and what it comes to; most important first. */
export function effectiveAt(sides: readonly Sides[], source: Source, offset: number): readonly Statement[] {
  return inAll(
    sides.flatMap((side) => [
      ...assignmentsIn(side.sysctl, source)
        .filter((a) => !a.glob && covers(a.line.key, offset))
        .map((a) => aboutAssignment(side, a)),
      ...directivesIn(side, source, offset, offset)
        .filter((d) => covers(d.node.name, offset))
        .map((d) => aboutDirective(side, d)),
    ]),
  );
}

/** A few words behind a line: what is in effect instead, or what it comes to. */
export interface Hint {
  /** The offset that it stands behind. */
  readonly at: number;
  readonly label: Statement;
  /** What it is about, at length. */
  readonly about: readonly Statement[];
}

/** The hints in a part of a file. */
export function hintsIn(sides: readonly Sides[], source: Source, start: number, end: number): readonly Hint[] {
  /** By the line or directive that they belong to. */
  const byPlace = new Map<number, (readonly Hint[])[]>();
  const add = (at: number, hints: readonly Hint[]) => {
    const lists = byPlace.get(at);
    if (lists) lists.push(hints);
    else byPlace.set(at, [hints]);
  };
  for (const side of sides) {
    for (const a of assignmentsIn(side.sysctl, source)) {
      const { key, value } = a.line;
      if (!a.glob && value.end >= start && value.end <= end) add(key.start, assignmentHints(side, a));
    }
    for (const d of directivesIn(side, source, start, end)) add(d.node.name.start, directiveHints(side, d));
  }
  // Where a text stands in several places, or in the files of several machines, only what holds in all of them.
  return [...byPlace.values()].flatMap(([first = [], ...others]) =>
    first.flatMap((hint) => {
      const alike = others.map((other) => other.find(({ at, label }) => at === hint.at && same(label, hint.label)));
      if (hint.at > end || alike.includes(undefined)) return [];
      return [{ ...hint, about: inAll([hint, ...alike].map((its) => its!.about)) }];
    }),
  );
}

function assignmentHints(side: Sides, a: Assignment): readonly Hint[] {
  const sysctl = side.sysctl!;
  const winners = new Set(readingsOf(sysctl).map((r) => r.winner(a.path)));
  const [winner] = winners;
  if (winners.size !== 1 || !winner) return [];
  const label = winner === a ? briefKey(sysctl, a) : instead(a, winner);
  return label ? [{ at: a.line.value.end, label, about: aboutAssignment(side, a) }] : [];
}

/** undefined where it is the same after all. */
function instead(a: Assignment, winner: Assignment): Statement | undefined {
  const [mine, value] = [a, winner].map((x) => x.value.text.replace(/\s+/g, ' '));
  if (mine === value || a.file.branches || winner.file.branches) return undefined;
  const file = nameOf(winner.file.source.path);
  return winner.file === a.file ? say(words.instead, { value: value! }) : say(words.elsewhere, { value: value!, file });
}

function directiveHints(side: Sides, d: Directive): readonly Hint[] {
  const last = d.node.args.at(-1);
  if (!last) return [];
  const hints: Hint[] = notes(side.nginx!, d).map(({ word, text }) => ({ at: word.end, label: text, about: [] }));
  const label = queueHint(side, d) ?? briefDirective(side.nginx!, d);
  return label ? [{ at: last.end, label, about: aboutDirective(side, d) }, ...hints] : hints;
}

function queueHint(side: Sides, d: Directive): Statement | undefined {
  const word = d.name === 'listen' ? d.node.args.find((w) => w.text.startsWith('backlog=')) : undefined;
  const length = word && queueLength(side, d);
  return length === undefined || word!.text === `backlog=${length}`
    ? undefined
    : say(words.instead, { value: { count: length } });
}

const aboutDirective = (side: Sides, d: Directive): readonly Statement[] => [
  ...applies(side.nginx!, d),
  ...ofNginx(side.nginx!, d),
  ...ofDirective(side, d),
];

const aboutAssignment = (side: Sides, a: Assignment): readonly Statement[] => [
  ...inEffect(side.sysctl!, a.path, a),
  ...ofSysctl(side.sysctl!, a.path, a),
  ...ofKey(side, a.path, a),
];

const assignmentsIn = (sysctl: Sysctl | undefined, { path }: Source): readonly Assignment[] =>
  sysctl?.files.find((f) => f.source.path === path)?.assignments ?? [];

const directivesIn = ({ nginx }: Sides, { path }: Source, start: number, end: number): readonly Directive[] =>
  nginx?.all.filter(({ file, node }) => file.path === path && node.name.start <= end && node.name.end >= start) ?? [];

const covers = ({ start, end }: { readonly start: number; readonly end: number }, offset: number) =>
  start <= offset && offset <= end;

/** Of lists for several places, what all of them hold. */
function inAll([first = [], ...others]: readonly (readonly Statement[])[]): readonly Statement[] {
  let shared = new Map(first.map((s) => [JSON.stringify(s), s]));
  for (const list of others) {
    if (shared.size === 0) break;
    const theirs = new Set(list.map((s) => JSON.stringify(s)));
    shared = new Map([...shared].filter(([key]) => theirs.has(key)));
  }
  return [...shared.values()];
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

const words = texts({
  instead: { en: '→ {value}', 'zh-CN': '→ {value}' },
  elsewhere: { en: '→ {value} ({file})', 'zh-CN': '→ {value}（{file}）' },
});
