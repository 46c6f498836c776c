import type { Span } from '../core/text.ts';
import type { Target } from '../core/version.ts';
import type { Nginx } from '../nginx/model/model.ts';
import { type Assignment, at, type Sysctl } from '../sysctl/model/model.ts';

/** nginx and the kernel settings of one machine. A machine with several main files of nginx is several of these. */
export interface Machine {
  readonly target: Target;
  readonly nginx: Nginx;
  readonly sysctl: Sysctl;
}

/** Whether nothing in the configuration stands in a file that is not here. */
export function allFilesKnown(nginx: Nginx): boolean {
  if (nginx.top.context !== 'main' || nginx.truncated || nginx.isOpen(undefined)) return false;
  return ['http', 'server', 'stream', 'mail', 'location', 'upstream'].every((name) =>
    nginx.directives(name).every((d) => !d.node.block || !nginx.isOpen(d)),
  );
}

/** The smallest number that some reading gives a key, and who does; undefined where no file sets it to a number. */
export function lowest(sysctl: Sysctl, key: string): { readonly setting: Assignment; readonly value: number } | undefined {
  let found: { readonly setting: Assignment; readonly value: number } | undefined;
  for (const setting of sysctl.effective(key)) {
    const value = setting.numbers?.[0];
    if (value !== undefined && (!found || value < found.value)) found = { setting, value };
  }
  return found;
}

/** Key and value, without what its author takes for a comment. */
export const spanOfSetting = (a: Assignment): Span => at(a, { start: a.line.key.start, end: a.value.end });
