import type { Semantic } from '../core/semantics.ts';
import type { LanguageId, Source } from '../core/text.ts';
import { nginxIn, type Sides } from '../machine/arithmetic.ts';
import { semantics as ofNginx } from '../nginx/model/semantics.ts';
import { semantics as ofSysctl } from '../sysctl/model/semantics.ts';

/** What the words of a file are, as far as a grammar that knows nothing cannot tell; in order, without overlaps. */
export function semanticsOf(language: LanguageId, sides: readonly Sides[], source: Source): readonly Semantic[] {
  if (language === 'nginx') return ofNginx(nginxIn(sides), source);
  const [sysctl] = sides.flatMap((side) => side.sysctl ?? []);
  return sysctl ? ofSysctl(sysctl, source) : [];
}
