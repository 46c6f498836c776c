/** Numbers and choices that are the same for the same seed. */
export function randomFrom(seed: number) {
  let state = seed * 2_654_435_761;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  /** 1 to most. */
  const number = (most: number) => 1 + Math.floor(next() * most);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const some = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  return { number, chance: (p: number) => next() < p, pick, some };
}
