import { parseVersion, type Version } from '../../core/version.ts';
import { thirdParty } from './curated.ts';
import { rows } from './directives.data.ts';

export type Namespace = 'core' | 'http' | 'stream' | 'mail';

/** What one module says about one directive name. The same name may have several: nginx takes the one whose context fits. */
export interface DirectiveFact {
  readonly name: string;
  readonly namespace: Namespace;
  /**
   * Where it may stand, as nginx.org names contexts (`main`, `http`, `server`, `location`, `if in server`, `upstream` …);
   * `any` for include; empty where it is not known. `server` is the server of the namespace.
   */
  readonly contexts: readonly string[];
  /** Allowed numbers of arguments, `1,2` or `0,2+`; empty where it is not known. */
  readonly arity: string;
  readonly block: boolean;
  /** First and last release that has it; undefined where it is not known, `last` also where the newest release has it. */
  readonly first: Version | undefined;
  readonly last: Version | undefined;
}

/** The facts about a name, of nginx's own modules first; empty for a name that nobody has. */
export function directive(name: string): readonly DirectiveFact[] {
  const entry = index().get(name);
  if (typeof entry !== 'string') return entry ?? [];
  const facts = entry.split('\n').map(read);
  index().set(name, facts);
  return facts;
}

/** Whether a directive may have n arguments; true where it is not known. */
export function takes(fact: DirectiveFact, n: number): boolean {
  return (
    fact.arity === '' ||
    fact.arity.split(',').some((part) => (part.endsWith('+') ? n >= Number.parseInt(part, 10) : n === Number(part)))
  );
}

/** Rows by name, read one by one when somebody asks. */
let byName: Map<string, string | readonly DirectiveFact[]> | undefined;

function index(): Map<string, string | readonly DirectiveFact[]> {
  if (byName) return byName;
  const map = new Map<string, string>();
  for (const row of [...rows.trim().split('\n'), ...thirdParty()]) {
    const name = row.slice(0, row.indexOf('|'));
    const others = map.get(name);
    map.set(name, others ? `${others}\n${row}` : row);
  }
  byName = map;
  return byName;
}

function read(row: string): DirectiveFact {
  const [name = '', namespace = '', contexts = '', arity = '', block = '', first = '', last = ''] = row.split('|');
  return {
    name,
    namespace: namespace as Namespace,
    contexts: contexts === '' ? [] : contexts.split(','),
    arity,
    block: block === '{',
    first: parseVersion(first),
    last: parseVersion(last),
  };
}
