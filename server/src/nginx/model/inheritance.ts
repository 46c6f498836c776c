import type { Directive, Effective, Nginx } from './model.ts';

/** Directives that a level may hold several of; the nearest level with any of them wins whole. */
const lists = new Set([
  'access_log',
  'add_header',
  'add_trailer',
  'allow',
  'deny',
  'error_log',
  'error_page',
  'fastcgi_param',
  'fastcgi_hide_header',
  'grpc_set_header',
  'limit_conn',
  'limit_req',
  'proxy_hide_header',
  'proxy_pass_header',
  'proxy_redirect',
  'proxy_set_header',
  'scgi_param',
  'uwsgi_param',
]);

/** Directives whose inheritance another one changes (nginx 1.29.3). */
const modes: Readonly<Record<string, string>> = { add_header: 'add_header_inherit', add_trailer: 'add_trailer_inherit' };

export interface Surroundings {
  directives(name: string): readonly Directive[];
  isOpen(block: Directive | undefined): boolean;
  readonly parentsKnown: boolean;
}

/** Answers in time proportional to the blocks that were not asked about before. */
export function inheritance({ directives, isOpen, parentsKnown }: Surroundings) {
  const tables = new Map<string, Table>();
  return effective;

  function effective(name: string, scope: Directive | undefined): Effective {
    let table = tables.get(name);
    if (!table) {
      table = { own: groupByBlock(directives(name)), answers: new Map() };
      tables.set(name, table);
    }
    const { own, answers } = table;
    const pending: (Directive | undefined)[] = [];
    let block = scope;
    let answer = answers.get(block);
    while (!answer) {
      pending.push(block);
      if (own.has(block) && mode(name, block) === 'on') break;
      if (block === undefined) break;
      block = block.parent;
      answer = answers.get(block);
    }
    answer ??= { directives: [], level: undefined, certain: parentsKnown, complete: parentsKnown };
    for (let block: Directive | undefined; pending.length > 0; ) {
      block = pending.pop();
      answer = step(name, answer, block, own.get(block));
      answers.set(block, answer);
    }
    return answer;
  }

  function step(
    name: string,
    outer: Effective,
    level: Directive | undefined,
    mine: readonly Directive[] | undefined,
  ): Effective {
    const open = isOpen(level);
    const how = mode(name, level);
    if (how === 'off') return { directives: mine ?? [], level, certain: true, complete: !open };
    if (!mine) return open ? { ...outer, certain: false, complete: false } : outer;
    if (how === 'merge')
      return {
        directives: [...outer.directives, ...mine],
        level,
        certain: outer.certain,
        complete: outer.complete && !open,
      };
    return { directives: mine, level, certain: true, complete: !(lists.has(name) && open) };
  }

  function mode(name: string, level: Directive | undefined): string {
    const by = modes[name];
    return (by && effective(by, level).directives[0]?.node.args[0]?.text.toLowerCase()) || 'on';
  }
}

interface Table {
  readonly own: ReadonlyMap<Directive | undefined, readonly Directive[]>;
  readonly answers: Map<Directive | undefined, Effective>;
}

function groupByBlock(directives: readonly Directive[]): Map<Directive | undefined, Directive[]> {
  const groups = new Map<Directive | undefined, Directive[]>();
  for (const d of directives) {
    const group = groups.get(d.parent);
    if (group) group.push(d);
    else groups.set(d.parent, [d]);
  }
  return groups;
}

/** Whether a directive of `http` applies nowhere because every server sets its own. */
export function isOverridden(nginx: Nginx, { name, parent }: Directive): boolean {
  if (parent ? parent.name !== 'http' : nginx.top.context !== 'http') return false;
  if (nginx.isOpen(parent)) return false;
  const servers = nginx.directives('server').filter((d) => d.node.block && d.parent === parent);
  return servers.length > 0 && servers.every((server) => nginx.effective(name, server).level === server);
}
