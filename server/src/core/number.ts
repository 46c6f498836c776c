/** A number as people write it: `262,144`. */
export const grouped = (n: number): string => String(n).replace(/(?<=^-?\d+)\B(?=(\d{3})+$)/g, ',');

/** Whether an amount of bytes keeps its value when it is said with a unit and one place behind the dot, or none from 100 on. */
export function isEven(bytes: number): boolean {
  let rest = bytes;
  while (rest >= 1024) rest /= 1024;
  return Number.isInteger(rest >= 100 ? rest : rest * 10);
}
