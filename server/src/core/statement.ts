import type { DataOf, SameSlots, Statement, Text, Words } from './rule.ts';

/** Fills the slots of a text of `texts`. */
export function say<const T extends Text>(text: T, data: DataOf<T>): Statement {
  return { text, data };
}

/** Texts in every language; one that lacks a slot in one of them does not compile. */
export const texts = <const W extends Words>(words: W & SameSlots<W>): W => words;

/** A number, and where it comes from unless that is where the reader looks; `default`: the kernel's or nginx's own. */
export function sourced(value: Statement['data'][string], from: 'here' | 'default' | Statement['data'][string]): Statement {
  if (from === 'here') return say(words.plain, { value });
  return from === 'default' ? say(words.byDefault, { value }) : say(words.from, { value, place: from });
}

const words = texts({
  plain: { en: '{value}', 'zh-CN': '{value}' },
  byDefault: { en: '{value} (default)', 'zh-CN': '{value}（默认）' },
  from: { en: '{value} ({place})', 'zh-CN': '{value}（{place}）' },
});
