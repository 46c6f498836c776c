import type { Locale, Statement } from '../core/rule.ts';
import { any, formatVersion, type Product, type Version, type VersionRange } from '../core/version.ts';

/** What is known about something at a place, to be shown in a hover. */
export interface Card {
  readonly title: string;
  /** Of nginx's configuration, instead of a title: how a directive is written, or the lines that define a name. */
  readonly code?: readonly string[];
  /** One to three sentences; undefined where nobody wrote any. */
  readonly summary?: string | undefined;
  /** The same by those who make it: English, Markdown. */
  readonly quote?: string | undefined;
  /** What it comes to here, most important first. */
  readonly statements?: readonly Statement[];
  /** Most important first. */
  readonly rows: readonly Row[];
  /** The documentation of those who make it. */
  readonly url?: string | undefined;
}

/** What is known about something wherever it stands, to be shown in a terminal or a hover. */
export interface Page extends Card {
  readonly url: string;
}

export interface Row {
  readonly label: string;
  readonly text: string;
}

/** No row where there is nothing to say. */
export const row = (label: string, text: string | undefined): readonly Row[] => (text ? [{ label, text }] : []);

export const release = (product: Product, version: Version) =>
  `${product === 'kernel' ? 'Linux' : product} ${formatVersion(version, product)}`;

/** What holds for the newest targeted release, and what held before for those that are targeted, too. Steps go from old to new. */
export function history<T extends { readonly from: Version }>(
  steps: readonly T[],
  { product, ranges, locale }: { readonly product: Product; readonly ranges: readonly VersionRange[]; readonly locale: Locale },
  say: (step: T) => string | undefined,
): string | undefined {
  const told: { readonly text: string | undefined; readonly from: Version }[] = [];
  for (const [i, step] of steps.entries()) {
    if (!any(ranges, { from: step.from, until: steps[i + 1]?.from ?? Number.POSITIVE_INFINITY })) continue;
    const text = say(step) || undefined;
    if (told.length === 0 || told.at(-1)?.text !== text) told.push({ text, from: step.from });
  }
  const [newest, ...older] = told.reverse();
  if (newest?.text === undefined) return undefined;
  const parts = [newest.text];
  let until = newest.from;
  for (const { text, from } of older) {
    const before = release(product, until);
    if (text !== undefined) parts.push(locale === 'en' ? `${text} before ${before}` : `${before} 之前为 ${text}`);
    until = from;
  }
  return parts.join(locale === 'en' ? '; ' : '；');
}
