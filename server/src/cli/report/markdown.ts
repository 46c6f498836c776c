import type { Style } from './style.ts';
import { textWidth } from './width.ts';

/** A rule page for the terminal: headings, paragraphs, lists, tables and fenced code, which is all that the pages use. */
export function renderMarkdown(page: string, style: Style, columns: number, url: string): string {
  const out: string[] = [];
  let paragraph: string[] = [];
  let fenced = false;
  const flush = () => {
    if (paragraph.length) out.push(...wrap(paragraph.reduce(joinLines), columns, style, url));
    paragraph = [];
  };
  // The head of a table says nothing that its rows do not.
  const text = page.replace(/<!--[\s\S]*?-->\n?/g, '').replace(/^\|.*\n\|[\s:|-]+$\n/gm, '');
  for (const line of text.split('\n')) {
    if (/^\s*```/.test(line)) {
      flush();
      fenced = !fenced;
      continue;
    }
    if (fenced) {
      out.push(`    ${/^\s*#/.test(line) ? style.dim(line) : line}`.trimEnd());
      continue;
    }
    const heading = /^(#+)\s+(.*)$/.exec(line);
    if (heading) {
      flush();
      out.push(heading[1] === '#' ? style.warning(heading[2]!) : style.bold(heading[2]!));
    } else if (line.startsWith('|')) {
      flush();
      out.push(...wrap(`- ${cellsOf(line).join('  ')}`, columns, style, url));
    } else if (line.trim() === '') {
      flush();
      out.push('');
    } else if (/^\s*(?:[-*]|\d+\.)\s/.test(line)) {
      flush();
      paragraph = [line.trimEnd()];
    } else paragraph.push(line.trim());
  }
  flush();
  return `${out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n\n${style.dim(url)}\n`;
}

const cellsOf = (row: string) =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** A line break is a blank, but not where Chinese goes on. */
function joinLines(before: string, after: string): string {
  const open = /[、。，；：？！）」』”（“]$/.test(before) || (/[⺀-鿿]$/.test(before) && /^[⺀-鿿　-〿＀-￯]/.test(after));
  return before + (open ? '' : ' ') + after;
}

/** Breaks a paragraph at blanks, and between Chinese characters where no punctuation would begin a line. */
function wrap(text: string, columns: number, style: Style, url: string): string[] {
  const indent = /^\s*(?:(?:[-*]|\d+\.)\s+)?/.exec(text)![0].length;
  const lines: string[] = [];
  let [line, width] = ['', 0];
  for (const piece of text.match(
    /`[^`]*`|\[[^\]]*\]\([^)\s]*\)|\s+|[⺀-鿿　-〿＀-￯][、。，；：？！）」』”]*|[^\s⺀-鿿　-〿＀-￯`[]+|./g,
  ) ?? []) {
    const size = textWidth(piece);
    if (width + size > columns && line.trim() !== '') {
      lines.push(line.trimEnd());
      [line, width] = [' '.repeat(indent), indent];
      if (piece.trim() === '') continue;
    }
    line += piece;
    width += size;
  }
  return [...lines, line.trimEnd()].map((l) => inline(l, style, url));
}

/** Emphasis, code and links; links between the pages lead to the web. */
function inline(text: string, style: Style, url: string): string {
  return text
    .replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, (_, label: string, to: string) => style.link(label, new URL(to, url).href))
    .replace(/`([^`]+)`/g, (_, code: string) => style.info(code))
    .replace(/\*\*([^*]+)\*\*/g, (_, strong: string) => style.bold(strong))
    .replace(/\\([\\`*_{}[\]<>|#~-])/g, '$1');
}
