import { parseNumber, parseSize } from '../facts/values.ts';
import type { Directive, Nginx } from './model.ts';

/** What `ngx_http_proxy_merge_loc_conf` and its kin refuse about the buffers for an answer. All sizes are in bytes. */
export interface BufferProblem {
  /** below: busy is less than one buffer; above: more than all of them without one. */
  readonly kind: 'below' | 'above';
  readonly family: string;
  readonly busy: number;
  /** What it is held against. */
  readonly limit: number;
  /** Whether somebody wrote the busy size; else it is twice the largest buffer. */
  readonly written: boolean;
  /** Those that apply, the one to tell it at first. */
  readonly directives: readonly Directive[];
}

const families = ['proxy', 'fastcgi', 'uwsgi', 'scgi'];
/** nginx takes the page of the machine, which is this nearly everywhere. */
const page = 4096;

export function* bufferProblems(nginx: Nginx): Generator<BufferProblem> {
  for (const family of families) {
    const names = [`${family}_buffers`, `${family}_buffer_size`, `${family}_busy_buffers_size`];
    const scopes = new Set<Directive>();
    for (const name of names)
      for (const { parent } of nginx.directives(name)) {
        if (parent?.name === 'http') for (const server of parent.children) if (server.name === 'server') scopes.add(server);
        if (parent?.name === 'server' || parent?.name === 'location') scopes.add(parent);
      }
    const told = new Set<Directive>();
    for (const scope of scopes) {
      const problem = inScope(nginx, family, names, scope);
      const [first] = problem?.directives ?? [];
      if (!problem || !first || told.has(first)) continue;
      told.add(first);
      yield problem;
    }
  }
}

function inScope(nginx: Nginx, family: string, names: readonly string[], scope: Directive): BufferProblem | undefined {
  const effective = names.map((name) => nginx.effective(name, scope));
  if (!effective.every(({ certain, directives }) => certain && directives.length < 2)) return undefined;
  const [buffers, one, busy] = effective.map(({ directives: [d] }) => d);
  const number = buffers ? parseNumber(buffers.node.args[0]?.text ?? '') : 8;
  const size = sizeOf(buffers, 1) ?? (buffers ? undefined : page);
  const first = sizeOf(one, 0) ?? (one ? undefined : page);
  if (!number || number < 2 || !size || first === undefined) return undefined;
  const largest = Math.max(size, first);
  const written = sizeOf(busy, 0);
  if (busy && written === undefined) return undefined;
  const amount = written ?? 2 * largest;
  const all = [busy, one, buffers].filter((d) => d !== undefined);
  const directives = [...all.filter((d) => d.parent === scope), ...all.filter((d) => d.parent !== scope)];
  const problem = { family, busy: amount, written: busy !== undefined, directives };
  if (amount < largest) return { kind: 'below', limit: largest, ...problem };
  const rest = (number - 1) * size;
  return amount > rest ? { kind: 'above', limit: rest, ...problem } : undefined;
}

const sizeOf = (d: Directive | undefined, argument: number) => parseSize(d?.node.args[argument]?.text ?? '');
