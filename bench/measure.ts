export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

interface Task {
  /** What a round needs and is not measured. */
  before?(): void;
  run(): unknown;
}

/** Median milliseconds of each task, taken in turns, so that what else the machine does hits all of them alike. */
export async function race<K extends string>(
  tasks: Readonly<Record<K, Task>>,
  rounds: number,
  warmUp: number,
): Promise<Record<K, number>> {
  const names = Object.keys(tasks) as K[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = -warmUp; round < rounds; round++)
    for (const name of names) {
      const { before, run } = tasks[name];
      before?.();
      // One task does not pay for the garbage of another; a full collection would throw away what made them warm.
      globalThis.gc?.({ type: 'minor' });
      const start = performance.now();
      await run();
      if (round >= 0) times[name].push(performance.now() - start);
    }
  return Object.fromEntries(names.map((name) => [name, median(times[name])])) as Record<K, number>;
}

/** The exponent with which times grow: the slope of a line through the logarithms. */
export function exponent(points: readonly (readonly [size: number, time: number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (i: 0 | 1) => logs.reduce((sum, p) => sum + p[i], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  return logs.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / logs.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
}

let missed = 0;

/** Prints a measured value beside what it should be. */
export function report(what: string, value: number, limit: number | undefined, detail = '', unit = '×'): void {
  const verdict = limit === undefined ? '' : value <= limit ? `≤ ${limit}${unit} ok` : `> ${limit}${unit} TOO MUCH`;
  if (limit !== undefined && value > limit) missed++;
  console.log(`${what.padEnd(52)} ${`${value.toFixed(2)}${unit}`.padStart(10)}  ${verdict.padEnd(18)} ${detail}`.trimEnd());
}

export const missedTargets = () => missed;
