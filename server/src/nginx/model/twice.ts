import type { Span } from '../../core/text.ts';
import { type Directive, spanOf } from './model.ts';
import { isTemplate } from './refusals.ts';

/** Where two occurrences that must not both be there stand: themselves; the includes that bring them where both are one text. */
export function bothPlaces(first: Directive, second: Directive): { readonly first: Span; readonly second: Span } {
  let [a, b]: [Directive, Directive] = [first, second];
  while (a.node === b.node && a.file === b.file && a.via && b.via && a.via !== b.via) [a, b] = [a.via, b.via];
  return { first: spanOf(a), second: spanOf(b) };
}

/**
 * Whether nginx reads both: entries of one folder are taken to be loaded together, but may as well be alternatives, and so may
 * be what stands on two sides of a template's tag. What one of them does twice it does anyway.
 */
export function surelyTogether(first: Directive, second: Directive, root: boolean): boolean {
  return (root || entryOf(first) === entryOf(second)) && !tagBetween(first, second);
}

function tagBetween({ file, node }: Directive, second: Directive): boolean {
  if (file !== second.file) return isTemplate(file) || isTemplate(second.file);
  if (!isTemplate(file)) return false;
  const [low, high] = [node.name.start, second.node.name.start].sort((a, b) => a - b) as [number, number];
  return file.tree.problems.some(({ code, start }) => code === 'template' && start > low && start < high);
}

function entryOf(d: Directive): Directive['file'] {
  let at = d;
  while (at.via) at = at.via;
  return at.file;
}
