import { once } from '../../core/once.ts';
import { directive } from '../facts/directives.ts';
import { knowsVariablesOf } from '../facts/variables.ts';
import { isPlaceholder } from './meaning.ts';
import type { Directive, Nginx } from './model.ts';
import { loadsOthers } from './modules.ts';
import { variablesDefined } from './symbols.ts';

interface Extent {
  readonly text: boolean;
  readonly variables: boolean;
}

/** Whether the model holds all that nginx reads, and holds it as nginx reads it: what is not defined in it is defined nowhere. */
export const isWhole = (nginx: Nginx): boolean => extentOf(nginx).text;

/** Whether, besides, all modules that have a directive in it are known, with the variables they bring: no fork, no module of one's own. */
export const knowsVariables = (nginx: Nginx): boolean => extentOf(nginx).variables;

const extentOf = once((nginx: Nginx): Extent => {
  const text = isTextWhole(nginx);
  return { text, variables: text && areVariablesKnown(nginx) };
});

function isTextWhole(nginx: Nginx): boolean {
  if (nginx.top.context !== 'main' || nginx.truncated || nginx.isOpen(undefined)) return false;
  if ([...nginx.files.values()].some(({ tree }) => tree.problems.length > 0)) return false;
  return !nginx.hasGaps;
}

function areVariablesKnown(nginx: Nginx): boolean {
  if (loadsOthers(nginx)) return false;
  for (const name of nginx.names()) {
    const known = directive(name).some(({ module }) => knowsVariablesOf(module));
    if (!known && !nginx.directives(name).every((d) => isForeign(d.parent))) return false;
  }
  return !variablesDefined(nginx).some(({ directive, word, captured }) => !captured && isPlaceholder(word, directive.file));
}

/** The lines of other people's blocks have no names of directives. */
const isForeign = (block: Directive | undefined) =>
  block !== undefined && directive(block.name).every(({ module }) => module.includes('/'));
