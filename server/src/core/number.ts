/** A number as people write it: `262,144`. */
export const grouped = (n: number): string => String(n).replace(/(?<=^-?\d+)\B(?=(\d{3})+$)/g, ',');
