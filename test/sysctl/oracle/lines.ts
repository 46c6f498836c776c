import type { LiveKey } from './machine.ts';

/** A line to be judged, and how it came about. */
export interface Mutant {
  readonly kind: string;
  /** What was mutated, or written as it is. */
  readonly about: 'value' | 'key' | 'line';
  readonly line: string;
  /** The existing key that its author means; undefined: there is none. */
  readonly meant: LiveKey | undefined;
}

/** Numbers around which kernels draw their limits. */
const limits = [
  '-2147483649 -2147483648 -2 -1 0 1 2 3 4 5 6 7 8 9 10 15 16 31 32 60 61 63 64 100 127 128 255 256 257 300 500 536 1000',
  '1023 1024 1025 1279 1280 2000 4096 10000 32767 32768 65534 65535 65536 70000 86400 120000 262144 999999 1000000 2147482',
  '2147483 2147484 4194304 21474836 21474837 107374182 2147483647 2147483648 4294967295 4294967296 9223372036854775807',
  '9223372036854775808 18446744073709551615 18446744073709551616 99999999999999999999999',
].flatMap((row) => row.split(' '));

/** What stands in the place of a whole value. */
const texts: Readonly<Record<string, readonly string[]>> = {
  'out of range': limits,
  octal: ['010', '036', '0777', '00', '0010', '-010'],
  'no octal': ['08', '09', '0128'],
  hexadecimal: ['0x1f', '0X1F', '0x0', '0xffffffff', '-0x1'],
  'no hexadecimal': ['0x', '1f', '0xg', 'x1f', '0b101', '0o17'],
  sign: ['+5', '+ 5', '- 5', '--5', '−5'],
  'no whole number': ['5.5', '1e3', '1_000', '1,000', '½'],
  word: ['yes', 'on', 'true', 'false', 'enabled', 'default', 'none', 'max', 'unlimited', 'nan'],
  empty: ['', '""', "''"],
  'full-width': ['１', '３０'],
};

/** What is done to a value that the kernel takes. */
const edits: Readonly<Record<string, (value: string) => string>> = {
  quoted: (v) => `"${v}"`,
  'single-quoted': (v) => `'${v}'`,
  'one quote': (v) => `"${v}`,
  'unit s': (v) => `${v}s`,
  'unit after a blank': (v) => `${v} s`,
  'unit K': (v) => `${v}K`,
  'unit MB': (v) => `${v} MB`,
  semicolon: (v) => `${v};`,
  'semicolon after a blank': (v) => `${v} ;`,
  comma: (v) => `${v},`,
  comment: (v) => `${v} # as measured`,
  'comment after a tab': (v) => `${v}\t# as measured`,
  'comment with semicolon': (v) => `${v} ; as measured`,
  'comment with slashes': (v) => `${v} // as measured`,
  'comment without blank': (v) => `${v}# as measured`,
  'only a comment': (v) => `# ${v}`,
  'comment in Chinese': (v) => `${v} # 说明`,
  'word behind it': (v) => `${v} seconds`,
  'number behind it': (v) => `${v} 7`,
  'non-breaking blank behind it': (v) => `${v}\u00a0`,
  'non-breaking blank before it': (v) => `\u00a0${v}`,
  'ideographic blank': (v) => `${v}\u3000# x`,
  'zero-width blank': (v) => `${v}\u200b`,
  backslash: (v) => `${v} \\`,
  'second equals sign': (v) => `= ${v}`,
  'second assignment': (v) => `${v} net.ipv4.tcp_sack = 1`,
  colon: (v) => `: ${v}`,
  parentheses: (v) => `(${v})`,
  'blanks around': (v) => `  \t${v}\t `,
  'leading zero': (v) => `0${v}`,
};

/** What is done to the fields of a value that has several. */
const fieldEdits: Readonly<Record<string, (fields: readonly string[]) => string>> = {
  commas: (f) => f.join(','),
  'commas and blanks': (f) => f.join(', '),
  hyphens: (f) => f.join('-'),
  colons: (f) => f.join(':'),
  semicolons: (f) => f.join('; '),
  'many blanks': (f) => f.join('  \t '),
  'first field only': (f) => f[0]!,
  'one field less': (f) => f.slice(0, -1).join(' '),
  'one field more': (f) => [...f, f.at(-1)].join(' '),
  'fields doubled': (f) => [...f, ...f].join(' '),
  'bad first field': (f) => ['x', ...f.slice(1)].join(' '),
  'bad last field': (f) => [...f.slice(0, -1), 'x'].join(' '),
  'first field negative': (f) => [`-${f[0]}`, ...f.slice(1)].join(' '),
  'last field negative': (f) => [...f.slice(0, -1), `-${f.at(-1)}`].join(' '),
  'last field zero': (f) => [...f.slice(0, -1), '0'].join(' '),
  'last field huge': (f) => [...f.slice(0, -1), '99999999999'].join(' '),
  'last field octal': (f) => [...f.slice(0, -1), `0${f.at(-1)}`].join(' '),
  'last field with unit': (f) => [...f.slice(0, -1), `${f.at(-1)}k`].join(' '),
  reversed: (f) => [...f].reverse().join(' '),
  'quoted as a whole': (f) => `"${f.join(' ')}"`,
  'comment behind them': (f) => `${f.join(' ')} # as measured`,
  'comment for a field': (f) => `${f.slice(0, -1).join(' ')} # ${f.at(-1)}`,
};

const lists = [
  ['8080', '8080,9000', '8080,9000-9003', '9000-9003,8080', '30000-32767', '1-1024', '8080,8080'],
  ['8080, 9000', '8080 9000', '8080-', '-8080', '9003-9000', '70000', '8080,,9000', '8080;9000', '8080:9000', '8080,', 'all'],
].flat();

/** What is done to the key, given with dots. */
const keyEdits: Readonly<Record<string, (key: string, random: Random) => string>> = {
  'letter lost': (k, r) => at(k, r, (a, _, c) => a + c),
  'letter doubled': (k, r) => at(k, r, (a, b, c) => a + b + b + c),
  'letter changed': (k, r) => at(k, r, (a, b, c) => a + (b === 'x' ? 'y' : 'x') + c),
  'letters swapped': (k, r) => at(k, r, (a, b, c) => a + (c[0] ?? '') + b + c.slice(1)),
  'upper case': (k) => k.toUpperCase(),
  'first letter upper case': (k) => k[0]!.toUpperCase() + k.slice(1),
  'hyphens for underscores': (k) => k.replace(/_/g, '-'),
  'dots for underscores': (k) => k.replace(/_/g, '.'),
  'underscores for dots': (k) => k.replace(/\./g, '_'),
  'first part lost': (k) => k.slice(k.indexOf('.') + 1),
  'second part lost': (k) => k.replace(/\.[^.]+/, ''),
  slashes: (k) => swap(k),
  'leading slash': (k) => `/${swap(k)}`,
  'slash after a dot': (k) => k.replace(/\.([^.]*)$/, '/$1'),
  'dot after a slash': (k) => swap(k).replace(/\/([^/]*)$/, '.$1'),
  'double dot': (k) => k.replace('.', '..'),
  'double slash': (k) => swap(k).replace('/', '//'),
  'leading dot': (k) => `.${k}`,
  'trailing dot': (k) => `${k}.`,
  'path below /proc/sys': (k) => `/proc/sys/${swap(k)}`,
  'proc.sys': (k) => `proc.sys.${k}`,
  'sysctl -w': (k) => `sysctl -w ${k}`,
  'sudo sysctl -w': (k) => `sudo sysctl -w ${k}`,
  sysctl: (k) => `sysctl ${k}`,
  'quoted key': (k) => `"${k}"`,
  'bracketed key': (k) => `[${k}]`,
  dash: (k) => `-${k}`,
  'dash and blank': (k) => `- ${k}`,
  'two dashes': (k) => `--${k}`,
  'star at the end': (k) => `${k.slice(0, -1)}*`,
  'question mark': (k) => `${k.slice(0, -1)}?`,
  'set of letters': (k) => `${k.slice(0, -1)}[${k.at(-1)}]`,
  'negated set': (k) => `${k.slice(0, -1)}[!!]`,
  'glob that matches nothing': (k) => `${k}*x`,
  'non-breaking blank': (k) => `${k}\u00a0`,
  'byte order mark': (k) => `\ufeff${k}`,
  'blank inside': (k) => k.replace('.', '. '),
  directory: (k) => k.slice(0, k.lastIndexOf('.')),
  'parent of it': (k) => `${k}.value`,
};

/** Whole lines. */
const lineEdits: Readonly<Record<string, (key: string, value: string) => string>> = {
  'as it is': (k, v) => `${k} = ${v}`,
  'no blanks': (k, v) => `${k}=${v}`,
  tabs: (k, v) => `\t${k}\t=\t${v}\t`,
  CRLF: (k, v) => `${k} = ${v}\r\n`,
  'no equals sign': (k, v) => `${k} ${v}`,
  'colon for equals sign': (k, v) => `${k}: ${v}`,
  arrow: (k, v) => `${k} => ${v}`,
  walrus: (k, v) => `${k} := ${v}`,
  'plus equals': (k, v) => `${k} += ${v}`,
  'double equals': (k, v) => `${k} == ${v}`,
  'full-width equals sign': (k, v) => `${k} ＝ ${v}`,
  'commented out': (k, v) => `# ${k} = ${v}`,
  'commented out with semicolon': (k, v) => `;${k} = ${v}`,
  'full-width comment mark': (k, v) => `＃ ${k} = ${v}`,
  'slashes as comment mark': (k, v) => `// ${k} = ${v}`,
  exclude: (k) => `-${k}`,
  'key only': (k) => k,
  'no key': (_, v) => `= ${v}`,
  export: (k, v) => `export ${k}=${v}`,
  echo: (k, v) => `echo ${v} > /proc/sys/${swap(k)}`,
  'value over two lines': (k, v) => `${k} = \\\n${v}`,
};

/** A few lines that all mean one key: duplicates, globs, excludes and values that are refused, in any order. */
export function several(key: LiveKey, random: Random): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const name = swap(key.path);
  const kinds = [
    () => `${name} = ${pick(key.bases)}`,
    () => `${key.path} = ${pick(key.bases)}`,
    () => `-${name} = ${pick(key.bases)}`,
    () => `${name} = x`,
    () => `${name.slice(0, -1)}? = ${pick(key.bases)}`,
    () => `${name.slice(0, -1)}[${name.at(-1)}] = ${pick(key.bases)}`,
    () => `-${name}`,
    () => `# ${name} = ${pick(key.bases)}`,
  ];
  return Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(kinds)()).join('\n');
}

/** Swaps dots and slashes: from a key to its path, and back. */
const swap = (key: string) => key.replace(/[./]/g, (c) => (c === '.' ? '/' : '.'));

function at(key: string, random: Random, edit: (before: string, letter: string, after: string) => string): string {
  const from = key.lastIndexOf('.') + 1;
  const i = from + Math.floor(random() * (key.length - from));
  return edit(key.slice(0, i), key[i]!, key.slice(i + 1));
}

export type Random = () => number;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Lines that mutate what the keys take: half of them the value, a third the key, the rest the line. Kinds and keys come up
 * equally often, so that a rare mistake is tried as well as a common one.
 */
export function mutants(keys: readonly LiveKey[], count: number, random: Random): readonly Mutant[] {
  const usable = keys.filter((k) => k.writable && k.bases.length && !/ping_group_range$/.test(k.path));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const vectors = usable.filter((k) => k.bases[0]!.includes('\t'));
  const out: Mutant[] = [];
  while (out.length < count) {
    const share = random();
    const key = share < 0.2 ? pick(vectors) : pick(usable);
    const name = swap(key.path);
    const value = pick(key.bases);
    const fields = value.split(/\s+/);
    const add = (about: Mutant['about'], kind: string, line: string) => out.push({ kind, about, line, meant: key });
    if (share < 0.2) {
      const [kind, edit] = pick(Object.entries(fieldEdits));
      add('value', kind, `${name} = ${edit(fields)}`);
    } else if (share < 0.24) {
      const list = pick(usable.filter((k) => /reserved_ports|ratemask$/.test(k.path)));
      out.push({ kind: 'list', about: 'value', line: `${swap(list.path)} = ${pick(lists)}`, meant: list });
    } else if (share < 0.5) {
      const [kind, values] = pick(Object.entries(texts).flatMap((t) => (t[0] === 'out of range' ? [t, t, t, t, t, t] : [t])));
      add('value', kind, `${name} = ${pick(values)}`);
    } else if (share < 0.7) {
      const [kind, edit] = pick(Object.entries(edits));
      add('value', kind, `${name} = ${edit(value)}`);
    } else if (share < 0.9) {
      const [kind, edit] = pick(Object.entries(keyEdits));
      add('key', kind, `${edit(name, random)} = ${value}`);
    } else {
      const [kind, edit] = pick(Object.entries(lineEdits));
      add('line', kind, edit(name, value));
    }
  }
  return out;
}
