import { before, parseVersion, type Version } from '../../core/version.ts';
import { byNameOnly } from './curated.ts';
import { rows } from './directives.data.ts';
import { rows as documented } from './documented.data.ts';
import { rows as modules } from './modules.data.ts';

export type Namespace = 'core' | 'http' | 'stream' | 'mail';

/** What one module says about one directive name. The same name may have several: nginx takes the one whose context fits. */
export interface DirectiveFact {
  readonly name: string;
  readonly namespace: Namespace;
  /** Without `ngx_` and `_module`: `http_proxy`; for modules of others their repository. */
  readonly module: string;
  /** In the order of the releases that brought them; at least one. */
  readonly forms: readonly Form[];
  /** First and last release that has it; undefined where it is not known, `last` also where the newest release has it. */
  readonly first: Version | undefined;
  readonly last: Version | undefined;
  /** As nginx.org writes it; empty where there is none. */
  readonly fallback: string;
  /** What the forms of releases since 1.18 have together; for what was removed earlier, those of its last release. */
  readonly contexts: readonly string[];
  readonly arity: string;
  readonly block: boolean;
}

/** What a directive looks like, from one release on. */
export interface Form {
  readonly from: Version | undefined;
  /**
   * Where it may stand, as nginx.org names contexts (`main`, `http`, `server`, `location`, `if in server`, `upstream` …);
   * `any` for include; empty where it is not known. `server` is the server of the namespace.
   */
  readonly contexts: readonly string[];
  /** Allowed numbers of arguments, `1,2` or `0,2+`; empty where it is not known. */
  readonly arity: string;
  readonly block: boolean;
  /** The C function that reads the arguments, without `ngx_`: `conf_set_msec_slot`; empty where it is not known. */
  readonly setter: string;
  /** The words of an enum or a bitmask. */
  readonly values: readonly string[];
  /** What a number may be; `high` undefined: no more than its type. */
  readonly bounds: { readonly low: number; readonly high: number | undefined } | undefined;
  /** What nginx tells to use instead, when it calls the directive deprecated. */
  readonly replacement: string | undefined;
  /** The C function that looks at the value once the setter has read it, without `ngx_`; empty where there is none. */
  readonly check: string;
}

/** The facts about a name, of nginx's own modules first; empty for a name that nobody has. */
export function directive(name: string): readonly DirectiveFact[] {
  const entry = index().get(name);
  if (typeof entry !== 'string') return entry ?? [];
  const facts = entry.split('\n').map(read);
  index().set(name, facts);
  return facts;
}

/** Every name that somebody has. */
export const directiveNames = (): Iterable<string> => index().keys();

/** Whether a directive may have n arguments; true where it is not known. */
export function takes({ arity }: { readonly arity: string }, n: number): boolean {
  return (
    arity === '' || arity.split(',').some((part) => (part.endsWith('+') ? n >= Number.parseInt(part, 10) : n === Number(part)))
  );
}

/** Rows by name, read one by one when somebody asks. */
let byName: Map<string, string | readonly DirectiveFact[]> | undefined;

function index(): Map<string, string | readonly DirectiveFact[]> {
  if (byName) return byName;
  const map = new Map<string, string>();
  for (const row of [...[rows, modules, documented].flatMap((part) => part.trim().split('\n')), ...byNameOnly()]) {
    const name = row.slice(0, row.indexOf('\t'));
    const others = map.get(name);
    map.set(name, others ? `${others}\n${row}` : row);
  }
  byName = map;
  return byName;
}

function read(row: string): DirectiveFact {
  const [name = '', namespace = '', module = '', shapes = '', last = '', fallback = ''] = row.split('\t');
  const forms = shapes.split(';').map(readForm);
  const recent = forms.filter((_, i) => i === forms.length - 1 || forms[i + 1]!.from! > old.until);
  return {
    name,
    namespace: namespace as Namespace,
    module,
    forms,
    first: forms[0]?.from,
    last: parseVersion(last),
    fallback,
    contexts: [...new Set(recent.flatMap((form) => form.contexts))],
    arity: [...new Set(recent.flatMap((form) => form.arity.split(',')))].join(','),
    block: recent.some((form) => form.block),
  };
}

const old = before('1.18.0');

function readForm(shape: string): Form {
  const [from = '', contexts = '', arity = '', block = '', setter = '', values = '', after = ''] = shape.split(':');
  const [, low, high] = /^(\d+)-(\d*)$/.exec(after) ?? [];
  return {
    from: parseVersion(from),
    contexts: list(contexts),
    arity,
    block: block === '{',
    setter,
    values: list(values),
    bounds: low === undefined ? undefined : { low: Number(low), high: high ? Number(high) : undefined },
    replacement: after.startsWith('>') ? after.slice(1) : undefined,
    check: /^[a-z]/.test(after) ? after : '',
  };
}

const list = (text: string) => (text === '' ? [] : text.split(','));
