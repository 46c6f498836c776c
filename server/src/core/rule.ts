import type { Edit, Span } from './text.ts';
import type { Period, Product, VersionRange } from './version.ts';

export const severities = ['error', 'warning', 'info'] as const;
/** error: it will not load, or breaks as written; warning: it very likely does not do what the author means; info: a better-known way. */
export type Severity = (typeof severities)[number];

export const locales = ['en', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];

/** Sets of rules that a configuration switches on together. */
export const presets = ['hardening'] as const;
export type Preset = (typeof presets)[number];

/** A sentence in every language we ship; `{name}` marks a slot. */
export type Text = Readonly<Record<Locale, string>>;

/**
 * safe: whatever took effect keeps its effect, on every target version; only text that was rejected or ignored may become accepted.
 * unsafe: behaviour changes, as the message advises. manual: a start, to be finished by hand.
 */
export type Safety = 'safe' | 'unsafe' | 'manual';

/** How an editor draws the finding: unnecessary code is faded, deprecated code struck through. */
export type Tag = 'unnecessary' | 'deprecated';

/** What fills a slot. Everything that reads differently per language is data here and becomes words in render.ts. */
export type Value =
  | string
  | number
  | { readonly seconds: number }
  /** Seconds, said as `2 h 11 min 15 s`. */
  | { readonly duration: number }
  | { readonly bytes: number }
  /** A number with thousands grouped. */
  | { readonly count: number }
  /** `file:line` of a span. */
  | { readonly place: Span }
  /** The part of the target versions that lies in a period: "on every targeted nginx", "before nginx 1.29.7". */
  | { readonly product: Product; readonly ranges: readonly VersionRange[]; readonly period: Period }
  | { readonly list: readonly string[]; readonly word: 'and' | 'or' }
  | Statement;

export type Data = Readonly<Record<string, Value>>;

/** Words with numbers that belong to no finding, or to a part of another statement. */
export interface Statement {
  readonly text: Text;
  readonly data: Data;
}

export interface Related {
  readonly at: Span;
  /** Id in the rule's `notes`; `origin` is the place of a finding that is told elsewhere. */
  readonly note: string;
  readonly data: Data;
}

export interface Fix {
  /** Id in the rule's `fixes`, which holds its title and its safety. */
  readonly id: string;
  readonly safety: Safety;
  readonly data: Data;
  /** Disjoint; all of them or none. */
  readonly edits: readonly Edit[];
}

export interface Finding {
  /** `<language>/<name>`. */
  readonly rule: string;
  /** Id in the rule's `messages`. */
  readonly message: string;
  readonly severity: Severity;
  readonly at: Span;
  readonly data: Data;
  readonly related: readonly Related[];
  /** Best first. */
  readonly fixes: readonly Fix[];
}

export type Message = Text & { readonly severity: Severity; readonly tag?: Tag };
export type FixTitle = Text & { readonly safety: Safety };

type Slots<T extends string> = T extends `${string}{${infer S}}${infer Rest}` ? S | Slots<Rest> : never;
export type DataOf<T extends Text> = { readonly [S in Slots<T['en']>]: Value };
export type Words = Readonly<Record<string, Text>>;
/** Every language of a text has the slots of its English one; `never` where it does not. */
export type SameSlots<W extends Words> = {
  [K in keyof W]: {
    [L in Locale]: [Slots<W[K]['en']>, Slots<W[K][L]>] extends [Slots<W[K][L]>, Slots<W[K]['en']>] ? string : never;
  };
};
/** `{ note: 'wins', at, data }`: data may be left out where the text has no slot. */
type Ref<W extends Words, Tagged extends string, Rest> = {
  readonly [K in keyof W & string]: Readonly<Record<Tagged, K>> &
    Rest &
    (keyof DataOf<W[K]> extends never ? { readonly data?: DataOf<W[K]> } : { readonly data: DataOf<W[K]> });
}[keyof W & string];

export interface Extras<N extends Words, F extends Words> {
  readonly related?: readonly Ref<N, 'note', { readonly at: Span }>[];
  readonly fixes?: readonly Ref<F, 'fix', { readonly edits: readonly Edit[] }>[];
}

export type Report<M extends Words, N extends Words, F extends Words> = <K extends keyof M & string>(
  at: Span,
  message: K,
  data: DataOf<M[K]>,
  extras?: Extras<N, F>,
) => void;

export interface RuleDefinition<
  Model,
  M extends Readonly<Record<string, Message>>,
  N extends Words,
  F extends Readonly<Record<string, FixTitle>>,
> {
  /** `<language>/<kebab-name>`: the name is the bad pattern; never renamed. */
  readonly id: string;
  /** The release of keepalint that brought it. */
  readonly since: string;
  /** Off until a configuration gives it a severity, or names the preset it is in. */
  readonly optional?: true | Preset;
  /** Rules whose findings at an overlapping place say the same cause less precisely and are dropped. */
  readonly supersedes?: readonly string[];
  readonly messages: M & SameSlots<M>;
  /** Texts of related places. */
  readonly notes?: N & SameSlots<N>;
  /** Notes at whose place the finding is told where its own file is not looked at, best first: there is what to change, too. */
  readonly toldAt?: readonly (keyof N & string)[];
  readonly fixes?: F & SameSlots<F>;
  /** Looks at the model, reports what is wrong, changes nothing. */
  check(model: Model, report: Report<M, N, F>): void;
}

/** A rule once its own ids no longer matter, so that one array holds them all. */
export interface Rule<Model> {
  readonly id: string;
  readonly since: string;
  readonly optional?: true | Preset;
  readonly supersedes?: readonly string[];
  readonly messages: Readonly<Record<string, Message>>;
  readonly notes?: Words;
  readonly toldAt?: readonly string[];
  readonly fixes?: Readonly<Record<string, FixTitle>>;
  check(
    model: Model,
    report: (
      at: Span,
      message: string,
      data: Data,
      extras?: {
        readonly related?: readonly { readonly note: string; readonly at: Span; readonly data?: Data }[];
        readonly fixes?: readonly { readonly fix: string; readonly edits: readonly Edit[]; readonly data?: Data }[];
      },
    ) => void,
  ): void;
}

/** `ruleFor<Nginx>()({ … })`: unknown message ids, wrong slots, missing translations and fixes without safety do not compile. */
export const ruleFor =
  <Model>() =>
  <
    const M extends Readonly<Record<string, Message>>,
    const N extends Words = Record<never, never>,
    const F extends Readonly<Record<string, FixTitle>> = Record<never, never>,
  >(
    rule: RuleDefinition<Model, M, N, F>,
  ): Rule<Model> =>
    rule as unknown as Rule<Model>;
