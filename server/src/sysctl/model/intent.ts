import {
  denialWindow,
  deniedAfter,
  deniedBefore,
  finWait2,
  neighboursText,
  normalise,
  passesOnTo,
  timeWait,
} from '../facts/comment-words.ts';

/** Which state a comment beside tcp_fin_timeout means. */
export type Meant =
  /** The words that say so, and whether they read as if they were written for a neighbour. */
  | { readonly state: 'time-wait'; readonly words: string; readonly forNeighbour: boolean }
  /** FIN_WAIT_2, or a denial that it is about TIME_WAIT: the author knows. */
  | { readonly state: 'fin-wait-2' }
  | { readonly state: 'both' }
  | { readonly state: 'none' };

export function stateMeant(comment: string): Meant {
  const text = normalise(comment);
  const named = [...text.matchAll(timeWait)].filter(isState);
  const meant = named.filter((m) => !denied(text, m.index, m.index + m[0].length));
  const other = finWait2.some((re) => re.test(text));
  const [first] = meant;
  if (other) return !first || passesOnTo.test(text) ? { state: 'fin-wait-2' } : { state: 'both' };
  if (first) return { state: 'time-wait', words: first[0].trim(), forNeighbour: neighboursText.test(text) };
  return named.length ? { state: 'fin-wait-2' } : { state: 'none' };
}

/** `msl` in small letters is a part of other systems' names. */
const isState = ([word]: RegExpMatchArray) => !/msl/.test(word);

function denied(text: string, start: number, end: number): boolean {
  return (
    deniedBefore.test(text.slice(Math.max(0, start - denialWindow), start)) ||
    deniedAfter.test(text.slice(end, end + denialWindow))
  );
}
