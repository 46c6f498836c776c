import { type RegexProblem, regexProblem } from '../facts/regex.ts';
import type { Word } from '../syntax.ts';
import { placeOf } from './locations.ts';
import { isPlaceholder } from './meaning.ts';
import { type Directive, directivesOf, type Nginx } from './model.ts';

export interface BrokenExpression {
  readonly directive: Directive;
  readonly word: Word;
  /** Where the expression begins in the text of the word; the offsets of the problem count from there. */
  readonly from: number;
  readonly problem: RegexProblem;
}

/** Regular expressions that do not compile; those of conditions and of the lines of a map left out. */
export function* brokenExpressions(nginx: Nginx): Iterable<BrokenExpression> {
  for (const d of directivesOf(nginx, readers.keys())) {
    const read = readers.get(d.name);
    if (!read || (d.ns !== 'http' && d.ns !== 'stream')) continue;
    for (const { word, from } of read(d)) {
      if (isPlaceholder(word, d.file)) continue;
      const problem = regexProblem(word.text.slice(from));
      if (problem && nginx.meaning(d).kind === 'known') yield { directive: d, word, from, problem };
    }
  }
}

/** The words of a directive that hold an expression, and where it begins in their text; conditions and lines of a map left out. */
export const expressionsIn: Reader = (d) => readers.get(d.name)?.(d) ?? [];

type Reader = (d: Pick<Directive, 'name' | 'node'>) => readonly { readonly word: Word; readonly from: number }[];

const first: Reader = ({ node: { args } }) => args.slice(0, 1).map((word) => ({ word, from: 0 }));

/** Words that begin with `~`, or with `~*` for those that take both. */
const marked =
  (mark: RegExp, most = Number.POSITIVE_INFINITY): Reader =>
  ({ node: { args } }) =>
    args.slice(0, most).flatMap((word) => {
      const [before] = mark.exec(word.text) ?? [];
      return before === undefined ? [] : [{ word, from: before.length }];
    });

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  [
    'location',
    (d) => {
      const place = placeOf(d);
      const word = d.node.args.at(-1);
      if (!word || (place?.kind !== 'regex' && place?.kind !== 'caseless')) return [];
      return [{ word, from: word.text.length - place.name.length }];
    },
  ],
  ['server_name', marked(/^~/)],
  ['valid_referers', marked(/^~/)],
  ['rewrite', first],
  ['fastcgi_split_path_info', first],
  ['gzip_disable', ({ node: { args } }) => args.map((word) => ({ word, from: 0 }))],
  ['proxy_redirect', marked(/^~\*?/, 1)],
  ['proxy_cookie_path', marked(/^~\*?/, 1)],
  ['proxy_cookie_domain', marked(/^~/, 1)],
  ['proxy_cookie_flags', marked(/^~/, 1)],
]);
