import { isKnownModule } from '../facts/curated.ts';
import type { Nginx } from './model.ts';

/** Whether a module is loaded whose directives are not in the tables. */
export function loadsOthers(nginx: Nginx): boolean {
  return nginx
    .directives('load_module')
    .some(({ node }) => node.args[0] !== undefined && !isKnownModule(node.args[0].text.replace(/^.*\//, '')));
}
