import type { FormatOptions, SpaceEdit } from '../core/format.ts';
import type { Source } from '../core/text.ts';
import { format } from './format.ts';

/** What to change in the indentation of the line that a line break before `offset` ends: keys begin their lines. */
export function typed(source: Source, offset: number, character: string, options: FormatOptions): readonly SpaceEdit[] {
  const { text } = source;
  const feed = text.lastIndexOf('\n', offset - 1);
  const formatting = character === '\n' && feed !== -1 ? format(source, options) : undefined;
  if (!formatting || formatting.refused) return [];
  const start = feed === 0 ? 0 : text.lastIndexOf('\n', feed - 1) + 1;
  // A line that goes would take its break with it.
  const isIndentation = (edit: SpaceEdit) =>
    edit.start === start && edit.text === '' && !/[\r\n]/.test(text.slice(edit.start, edit.end));
  return /\S/.test(text.slice(start, feed)) ? formatting.edits.filter(isIndentation) : [];
}
