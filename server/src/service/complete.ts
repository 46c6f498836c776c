import type { Host } from '../core/host.ts';
import type { Locale } from '../core/rule.ts';
import type { LanguageId, Source, Span } from '../core/text.ts';
import type { Target } from '../core/version.ts';
import type { Sides } from '../machine/arithmetic.ts';
import type { Namespace } from '../nginx/facts/directives.ts';
import { completeNginx } from './complete-nginx.ts';
import { completeSysctl } from './complete-sysctl.ts';
import { directivePages } from './directive-page.ts';
import { documentationIn, firstSentence, type Library } from './documentation.ts';
import { keyPage } from './key-page.ts';
import type { Page } from './page.ts';

/** What may stand at a place of a text. */
export interface Completion {
  /** What a proposal replaces: the whole word at the place, without its quotes. */
  readonly at: Span;
  /** Each text once. */
  readonly proposals: readonly Proposal[];
}

export interface Proposal {
  /** What it puts in the place of what stands there; also its name in the list. */
  readonly text: string;
  readonly kind: 'directive' | 'block' | 'parameter' | 'value' | 'variable' | 'name' | 'file' | 'folder' | 'key';
  /** The same with stops for what is still to be written, in the notation of LSP; only where nothing follows. */
  readonly snippet?: string;
  /** A few words beside it. */
  readonly detail?: string;
  readonly deprecated?: true;
  /** The lower ones stand first. */
  readonly rank: number;
  /** What there is more to say about. */
  readonly about?: Subject;
}

/** Plain data: it goes to the client and back. */
export type Subject =
  | { readonly kind: 'directive'; readonly name: string; readonly ns?: Namespace | undefined }
  | { readonly kind: 'key'; readonly name: string };

/** What is known about the place of a completion besides the text. */
export interface Around {
  readonly target: Target;
  readonly locale: Locale;
  readonly host: Pick<Host, 'list'>;
  /** What the text is part of. */
  readonly models: readonly Sides[];
  /** The files that nginx starts to read from; relative paths are those of their folders. */
  readonly entries: readonly string[];
}

/** What may stand at an offset; undefined in comments, Lua and wherever nothing is known. */
export async function complete(
  language: LanguageId,
  source: Source,
  offset: number,
  around: Around,
): Promise<Completion | undefined> {
  const found = language === 'nginx' ? await completeNginx(source, offset, around) : completeSysctl(source, offset, around);
  if (!found) return undefined;
  const texts = new Map<string, Proposal>();
  for (const proposal of found.proposals) if (!texts.has(proposal.text)) texts.set(proposal.text, proposal);
  return { at: found.at, proposals: [...texts.values()] };
}

/** What is known about the subject of a proposal, in short, for those who look at it. */
export async function pagesAbout(
  subject: Subject,
  target: Target,
  locale: Locale,
  library: Library = {},
): Promise<readonly Page[]> {
  if (subject.kind === 'directive') {
    const pages = directivePages(subject.name, target, locale, subject.ns, await documentationIn(library));
    return pages.map((page) => ({ ...page, quote: page.quote && firstSentence(page.quote) }));
  }
  const page = await keyPage(subject.name, target, locale);
  return page ? [page] : [];
}
