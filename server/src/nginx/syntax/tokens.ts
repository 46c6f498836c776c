import type { TokenKind, Tokens } from '../syntax.ts';

/** Codes of token kinds: indexes in `tokenKinds`. */
export const token = { space: 0, comment: 1, word: 2, ';': 3, '{': 4, '}': 5, lua: 6, template: 7 } as const satisfies Record<
  TokenKind,
  number
>;

export interface TokenList {
  add(kind: number, end: number): void;
  take(): Tokens;
}

/** Plain arrays of tokens grow slowly and keep the collector busy: half of the time that reading takes. */
export function tokenList(length: number): TokenList {
  // A token and the blank after it are rarely shorter than eight characters.
  let kinds = new Uint8Array((length >> 2) + 16);
  let ends = new Int32Array(kinds.length);
  let count = 0;
  return {
    add(kind, end) {
      if (count === ends.length) {
        kinds = grown(kinds, new Uint8Array(count * 2));
        ends = grown(ends, new Int32Array(count * 2));
      }
      kinds[count] = kind;
      ends[count++] = end;
    },
    take: () => ({ kinds: kinds.slice(0, count), ends: ends.slice(0, count) }),
  };
}

function grown<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
