const LF = 10;

/**
 * The end of a Lua body that starts after `{`: the offset of the `}` that closes it, as lua-nginx-module finds it
 * (braces outside comments, long brackets and strings of one line). Where it never ends, the first line that starts with
 * `}` at or left of the block's own indentation ends it.
 */
export function luaEnd(text: string, from: number, guess: boolean): { at: number; open: boolean } {
  const end = guess ? -1 : closing(text, from);
  return end === -1 ? { at: byIndentation(text, from), open: true } : { at: end, open: false };
}

function closing(text: string, from: number): number {
  const n = text.length;
  let depth = 1;
  let i = from;
  while (i < n) {
    switch (text.charCodeAt(i)) {
      case 123: // {
        depth++;
        break;
      case 125: // }
        if (--depth === 0) return i;
        break;
      case 34: // "
      case 39: {
        const end = stringEnd(text, i);
        if (end !== -1) i = end - 1;
        break;
      }
      case 45: // -
        if (text.charCodeAt(i + 1) === 45) {
          const long = longBracket(text, i + 2);
          if (long !== undefined) i = long - 1;
          else {
            const feed = text.indexOf('\n', i);
            if (feed === -1) return -1;
            i = feed;
          }
        }
        break;
      case 91: {
        const long = longBracket(text, i);
        if (long !== undefined) i = long - 1;
        break;
      }
    }
    i++;
  }
  return -1;
}

/** The offset after a string that ends on its line, or -1. */
function stringEnd(text: string, at: number): number {
  const quote = text.charCodeAt(at);
  for (let i = at + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === quote) return i + 1;
    if (c === 92 && text.charCodeAt(i + 1) !== LF) i++;
    else if (c === LF) return -1;
  }
  return -1;
}

/** The offset after `[==[ … ]==]`, the end of the text where it is not closed; undefined where none starts here. */
function longBracket(text: string, at: number): number | undefined {
  if (text.charCodeAt(at) !== 91) return undefined;
  let i = at + 1;
  while (text.charCodeAt(i) === 61) i++;
  if (text.charCodeAt(i) !== 91) return undefined;
  const closer = `]${'='.repeat(i - at - 1)}]`;
  const end = text.indexOf(closer, i + 1);
  return end === -1 ? text.length : end + closer.length;
}

function byIndentation(text: string, from: number): number {
  const line = text.lastIndexOf('\n', from - 1) + 1;
  const indent = /[ \t]*/y;
  indent.lastIndex = line;
  const width = indent.exec(text)![0].length;
  const closer = new RegExp(`\\n[ \\t]{0,${width}}\\}`, 'g');
  closer.lastIndex = from;
  return closer.test(text) ? closer.lastIndex - 1 : text.length;
}
