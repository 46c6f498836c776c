/** What the kernel makes of a value for a key that holds numbers. */
export interface Numbers {
  readonly fields: readonly NumberField[];
  /** Offset of the first thing that is no number: white space before it is skipped; the length where there is none. */
  readonly rest: number;
}

interface NumberField {
  readonly value: number;
  /** Offsets in the value. */
  readonly start: number;
  readonly end: number;
}

const number = /-?(?:0[xX][0-9a-fA-F]+|\d+)(?![^ \t\n\v\f\r])/y;
const space = /[ \t\n\v\f\r]*/y;

/**
 * Reads numbers as proc_get_long() does: decimal, `0x` hexadecimal, leading `0` octal, each ended by white space or the
 * end; `+30`, `30s`, `1e3` and quotes are no numbers. What follows the last number a key takes is never looked at.
 */
export function readNumbers(text: string): Numbers {
  const fields: NumberField[] = [];
  let at = 0;
  for (;;) {
    number.lastIndex = at;
    const found = number.exec(text)?.[0];
    const value = found === undefined ? undefined : toNumber(found);
    if (found === undefined || value === undefined) return { fields, rest: at };
    fields.push({ value, start: at, end: at + found.length });
    space.lastIndex = at + found.length;
    at += found.length + (space.exec(text)?.[0].length ?? 0);
  }
}

/** The value as numbers where it is nothing but numbers; undefined where anything else stands in it. */
export function pureNumbers(text: string): readonly number[] | undefined {
  const { fields, rest } = readNumbers(text);
  return fields.length && rest === text.length ? fields.map((f) => f.value) : undefined;
}

function toNumber(text: string): number | undefined {
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  const octal = /^0\d/.test(digits);
  if (octal && /[89]/.test(digits)) return undefined;
  const value = Number(octal ? `0o${digits.slice(1)}` : digits);
  return negative ? -value : value;
}

/** A template's placeholder: what is written there is known to the program that fills it in only. */
export const isTemplate = (text: string) =>
  /\{\{|\{%|<%|\$\{|\$\(|\$[A-Za-z_]|%\{|@[A-Za-z_]\w*@|__[A-Z][A-Z0-9_]*__/.test(text);
