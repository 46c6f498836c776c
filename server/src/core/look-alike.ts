/** What the author of a full-width, typographic or invisible character meant; empty for one that nobody sees. */
export function meantBy(c: string): string {
  if (/[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/.test(c)) return '';
  if (/[\u2010-\u2015\u2212]/.test(c)) return '-';
  if (/[\u2018-\u201b]/.test(c)) return "'";
  if (/[\u201c-\u201f]/.test(c)) return '"';
  if (c === '\u3001') return ',';
  if (c === '\u3002') return '.';
  return c.normalize('NFKC');
}

/** `U+3000`: the name of a character that cannot be shown. */
export const codeOf = (c: string) => `U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
