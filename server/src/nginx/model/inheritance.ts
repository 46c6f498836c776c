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
  readonly outer: ReadonlySet<string> | undefined;
}

/** Answers in time proportional to the blocks that were not asked about before. */
export function inheritance({ directives, isOpen, parentsKnown, outer }: Surroundings) {
  const tables = new Map<string, Answers>();
  const levels = new Map<string, Levels>();
  const unset: Effective = { directives: [], level: undefined, certain: parentsKnown, complete: parentsKnown };
  const unclear: Effective = { ...unset, certain: false, complete: false };
  const outside = (name: string) => (outer?.has(name) ? unclear : unset);
  return effective;

  function effective(name: string, scope: Directive | undefined): Effective {
    let answers = tables.get(name);
    if (!answers) {
      answers = new Map();
      tables.set(name, answers);
    }
    return answers.get(scope) ?? (modes[name] ? merging(name, scope, answers) : nearest(name, scope, answers));
  }

  function nearest(name: string, scope: Directive | undefined, answers: Answers): Effective {
    const own = levelsOf(name);
    let answer: Effective | undefined;
    let block = scope;
    let unknown = false;
    for (;;) {
      const mine = own.get(block) ?? none;
      if (mine.length > 0)
        answer = { directives: mine, level: block, certain: true, complete: !(lists.has(name) && isOpen(block)) };
      else if (isOpen(block)) unknown = true;
      if (answer || block === undefined) break;
      block = block.parent;
      answer = answers.get(block);
      if (answer) break;
    }
    answer ??= outside(name);
    if (unknown) return merging(name, scope, answers);
    // All on the way inherit the same.
    for (let on = scope; ; on = on.parent) {
      answers.set(on, answer);
      if (on === block || on === undefined) return answer;
    }
  }

  function merging(name: string, scope: Directive | undefined, answers: Answers): Effective {
    let answer: Effective | undefined;
    const own = levelsOf(name);
    const pending: [Directive | undefined, readonly Directive[]][] = [];
    for (let block = scope; !answer; ) {
      const mine = own.get(block) ?? none;
      if (mine.length > 0 && mode(name, block) === 'on') {
        answer = { directives: mine, level: block, certain: true, complete: !(lists.has(name) && isOpen(block)) };
        answers.set(block, answer);
        break;
      }
      pending.push([block, mine]);
      if (block === undefined) answer = outside(name);
      else {
        block = block.parent;
        answer = answers.get(block);
      }
    }
    for (let i = pending.length - 1; i >= 0; i--) {
      const [block, mine] = pending[i]!;
      answer = step(name, answer, block, mine);
      answers.set(block, answer);
    }
    return answer;
  }

  function levelsOf(name: string): Levels {
    const known = levels.get(name);
    if (known) return known;
    const its = new Map<Directive | undefined, Directive[]>();
    for (const d of directives(name)) {
      const level = its.get(d.parent);
      if (level) level.push(d);
      else its.set(d.parent, [d]);
    }
    levels.set(name, its);
    return its;
  }

  /** A level without any of its own, or one that merges or cuts off what is around it. */
  function step(name: string, outer: Effective, level: Directive | undefined, mine: readonly Directive[]): Effective {
    const open = isOpen(level);
    const how = mode(name, level);
    if (how === 'off') return { directives: mine, level, certain: true, complete: !open };
    if (mine.length === 0) return open ? { ...outer, certain: false, complete: false } : outer;
    return { directives: [...outer.directives, ...mine], level, certain: outer.certain, complete: outer.complete && !open };
  }

  function mode(name: string, level: Directive | undefined): string {
    const by = modes[name];
    return (by && effective(by, level).directives[0]?.node.args[0]?.text.toLowerCase()) || 'on';
  }
}

/** By the block that they stand in. */
type Levels = ReadonlyMap<Directive | undefined, readonly Directive[]>;
type Answers = Map<Directive | undefined, Effective>;

const none: readonly Directive[] = [];

/** Whether a directive of `http` applies nowhere because every server sets its own. */
export function isOverridden(nginx: Nginx, { name, parent }: Directive): boolean {
  if (parent ? parent.name !== 'http' : nginx.top.context !== 'http') return false;
  if (nginx.isOpen(parent)) return false;
  const answers = overridden.get(parent ?? nginx) ?? new Map<string, boolean>();
  overridden.set(parent ?? nginx, answers);
  let answer = answers.get(name);
  if (answer === undefined) {
    const around = parent ? parent.children : nginx.items;
    const servers = around.filter((d) => d.name === 'server' && d.node.block);
    answer = servers.length > 0 && !isForUpstreams(name, around) && servers.every((server) => replaces(nginx, name, server));
    answers.set(name, answer);
  }
  return answer;
}

/** Whether a block takes nothing over from the blocks around it; what `add_header_inherit merge` joins is taken over. */
function replaces(nginx: Nginx, name: string, block: Directive): boolean {
  const { level, directives } = nginx.effective(name, block);
  return level === block && directives.every((d) => d.parent === block);
}

/** An upstream whose names are resolved as it runs takes the resolver of `http`, since 1.27.3. */
const isForUpstreams = (name: string, around: readonly Directive[]): boolean =>
  /^resolver(?:_timeout)?$/.test(name) &&
  around.some((d) => d.name === 'upstream' && d.children.some(({ node }) => node.args.some(({ text }) => text === 'resolve')));

/** By the block of `http`, then by name: a block may hold a directive many times. */
const overridden = new WeakMap<Nginx | Directive, Map<string, boolean>>();
