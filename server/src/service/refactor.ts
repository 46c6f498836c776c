import type { Source } from '../core/text.ts';
import { nginxIn, type Sides } from '../machine/arithmetic.ts';
import type { Directive, Nginx } from '../nginx/model/model.ts';
import { nodesAround, treeOf } from '../nginx/syntax.ts';
import { extractions } from './refactor-extract.ts';
import { http2Switches } from './refactor-http2.ts';
import { moves } from './refactor-move.ts';
import type { Refactoring } from './refactoring.ts';

/** What can be done with the statement at an offset, and what cannot although it looks so. */
export function refactorings(sides: readonly Sides[], source: Source, offset: number): readonly Refactoring[] {
  const models = nginxIn(sides);
  const [nginx] = models;
  // What is part of several configurations may mean something else in each of them; what cannot be read may mean anything.
  if (!nginx || models.length > 1 || treeOf(source).problems.length > 0) return [];
  const node = nodesAround(source, offset).at(-1);
  // On the words, not anywhere in a block.
  if (!node || offset > (node.block?.open ?? node.end)) return [];
  const d = occurrenceOf(nginx, source.path, node);
  return d ? [...extractions(nginx, d), ...moves(nginx, d), ...http2Switches(nginx, d)] : [];
}

/** undefined where it stands in several places. */
function occurrenceOf(nginx: Nginx, path: string, node: Directive['node']): Directive | undefined {
  if (nginx.files.get(path)?.times !== 1) return undefined;
  return nginx.directives(node.name.text).find((d) => d.node === node);
}
