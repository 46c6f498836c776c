import { parseNumber, parseSize } from '../facts/values.ts';
import type { Directive, Nginx } from './model.ts';

/** What `ngx_http_proxy_merge_loc_conf` and its kin refuse about the buffers for an answer. All sizes are in bytes. */
export interface BufferProblem {
  /**
   * below: less than one buffer; above: more than all buffers without one; by-default: the same, where nothing is written
   * and it is twice the largest buffer.
   */
  readonly kind: 'below' | 'above' | 'by-default';
  readonly name: string;
  readonly buffers: string;
  readonly amount: number;
  readonly limit: number;
  /** Those that apply, the one to tell it at first. */
  readonly directives: readonly Directive[];
}

const families = ['proxy', 'fastcgi', 'uwsgi', 'scgi'];
/** nginx takes the page of the machine, which is this nearly everywhere. */
const page = 4096;

export function* bufferProblems(nginx: Nginx): Generator<BufferProblem> {
  for (const family of families) {
    const names = ['buffers', 'buffer_size', 'busy_buffers_size', 'temp_file_write_size', 'max_temp_file_size'].map(
      (name) => `${family}_${name}`,
    );
    const scopes = new Set<Directive>();
    // stream has a proxy_buffer_size of its own.
    const set = names.flatMap((name) => nginx.directives(name)).filter(({ ns }) => ns === 'http');
    for (const block of new Set(set.map(({ parent }) => parent))) {
      if (block?.name === 'http') for (const server of block.children) if (server.name === 'server') scopes.add(server);
      if (block?.name === 'server' || block?.name === 'location') scopes.add(block);
    }
    const told = new Set<Directive>();
    for (const scope of scopes) {
      const problem = inScope(nginx, names, scope);
      const [first] = problem?.directives ?? [];
      if (!problem || !first || told.has(first)) continue;
      told.add(first);
      yield problem;
    }
  }
}

/** In the order in which nginx looks. */
function inScope(nginx: Nginx, names: readonly string[], scope: Directive): BufferProblem | undefined {
  const effective = names.map((name) => nginx.effective(name, scope));
  if (!effective.every(({ certain, directives }) => certain && directives.length < 2)) return undefined;
  const [buffers, one, busy, write, most] = effective.map(({ directives: [d] }) => d);
  const number = buffers ? parseNumber(buffers.node.args[0]?.text ?? '') : 8;
  const size = buffers ? sizeOf(buffers, 1) : page;
  const first = one ? sizeOf(one) : page;
  const amount = busy ? sizeOf(busy) : undefined;
  if (!number || number < 2 || !size || first === undefined || (busy && amount === undefined)) return undefined;
  const largest = Math.max(size, first);
  const rest = (number - 1) * size;
  const problem = (kind: BufferProblem['kind'], index: number, amount: number, limit: number): BufferProblem => {
    const all = [effective[index]?.directives[0], one, buffers].filter((d) => d !== undefined);
    const directives = [...all.filter((d) => d.parent === scope), ...all.filter((d) => d.parent !== scope)];
    return { kind, name: names[index]!, buffers: names[0]!, amount, limit, directives };
  };
  if (amount === undefined) {
    if (2 * largest > rest) return problem('by-default', 2, 2 * largest, rest);
  } else if (amount < largest) return problem('below', 2, amount, largest);
  else if (amount > rest) return problem('above', 2, amount, rest);
  const written = write && sizeOf(write);
  if (written !== undefined && written < largest) return problem('below', 3, written, largest);
  const limit = most && sizeOf(most);
  return limit && limit < largest ? problem('below', 4, limit, largest) : undefined;
}

const sizeOf = ({ node }: Directive, argument = 0) => parseSize(node.args[argument]?.text ?? '');
