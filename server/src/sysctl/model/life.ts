import { all, type Version, type VersionRange } from '../../core/version.ts';
import { factsOf } from '../facts/keys.ts';
import { pathOf } from './key.ts';

/** A key that no targeted kernel has any more. */
export interface Gone {
  /** The version by which it was gone. */
  readonly removed: Version;
  /** The path under which every targeted kernel has it. */
  readonly successor: string | undefined;
  /** The name it got, whether or not every targeted kernel has that. */
  readonly replacedBy: string | undefined;
}

export function goneFor(path: string, kernels: readonly VersionRange[]): Gone | undefined {
  const facts = factsOf(path);
  const removed = facts?.removed;
  if (removed === undefined || !all(kernels, { from: removed, until: Number.POSITIVE_INFINITY })) return undefined;
  const { replacedBy } = facts!;
  const next = replacedBy === undefined ? undefined : factsOf(pathOf(replacedBy));
  const there = next && all(kernels, { from: next.since ?? 0, until: next.removed ?? Number.POSITIVE_INFINITY });
  return { removed, replacedBy, successor: there && replacedBy ? pathOf(replacedBy) : undefined };
}

/** The kernels that Red Hat's releases 6 to 10 are made from: much of what is newer was taken over into them. */
const redHats: readonly Version[] = [2_006_032, 3_010_000, 4_018_000, 5_014_000, 6_012_000];

/** Whether nothing but such kernels is targeted, whose version does not say what is in them. */
export function onlyRedHats(kernels: readonly VersionRange[]): boolean {
  return kernels.every(({ min, max }) => redHats.some((base) => min >= base && max <= base + 999));
}
