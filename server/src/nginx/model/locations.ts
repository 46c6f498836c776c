import type { Directive } from './model.ts';

/** What a location takes, as `ngx_http_core_location` reads its words. */
export interface Place {
  readonly kind: 'exact' | 'prefix' | 'regex' | 'caseless' | 'named';
  /** The path, the expression, or `@name`. */
  readonly name: string;
  /** `^~`: no expression is tried after it. */
  readonly final: boolean;
}

/** undefined where nginx has no such modifier. */
export function placeOf({ node: { args } }: Pick<Directive, 'node'>): Place | undefined {
  const [first, second] = args;
  if (!first || args.length > 2) return undefined;
  if (second) {
    const kind = modifiers.get(first.text);
    return kind && { kind, name: second.text, final: first.text === '^~' };
  }
  const [, modifier = '', name = ''] = /^(=|\^~|~\*|~|)(.*)$/s.exec(first.text)!;
  if (modifier === '' && name.startsWith('@')) return { kind: 'named', name, final: false };
  return { kind: modifiers.get(modifier)!, name, final: modifier === '^~' };
}

const modifiers = new Map<string, Place['kind']>(
  Object.entries<Place['kind']>({
    '': 'prefix',
    '=': 'exact',
    '^~': 'prefix',
    '~': 'regex',
    '~*': 'caseless',
  }),
);
